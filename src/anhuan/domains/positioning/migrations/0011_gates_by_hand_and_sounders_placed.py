"""Passages entered by hand; sounders with a place, more areas and a test."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plant', '0002_area_judges_gatherings'),
        ('positioning', '0010_anchor_bias'),
    ]

    operations = [
        migrations.AddField(
            model_name='gatepassage',
            name='is_by_hand',
            field=models.BooleanField(db_default=False, default=False, verbose_name='人工登记'),
        ),
        migrations.AddField(
            model_name='sounder',
            name='also_warns',
            field=models.ManyToManyField(blank=True, related_name='+', to='plant.area', verbose_name='同时警示的区域'),
        ),
        migrations.AddField(
            model_name='sounder',
            name='answered_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='最近应答'),
        ),
        migrations.AddField(
            model_name='sounder',
            name='floor',
            field=models.SmallIntegerField(db_default=1, default=1, verbose_name='楼层'),
        ),
        migrations.AddField(
            model_name='sounder',
            name='name',
            field=models.CharField(blank=True, max_length=100, verbose_name='名称'),
        ),
        migrations.AddField(
            model_name='sounder',
            name='test_id',
            field=models.UUIDField(blank=True, editable=False, null=True, verbose_name='测试编号'),
        ),
        migrations.AddField(
            model_name='sounder',
            name='tested_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='最近测试'),
        ),
        migrations.AddField(
            model_name='sounder',
            name='x_m',
            field=models.FloatField(blank=True, null=True, verbose_name='x（m）'),
        ),
        migrations.AddField(
            model_name='sounder',
            name='y_m',
            field=models.FloatField(blank=True, null=True, verbose_name='y（m）'),
        ),
    ]
