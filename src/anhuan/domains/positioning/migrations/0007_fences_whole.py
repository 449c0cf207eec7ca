"""Heights, buffers, shifts, limits by kind, qualifications, drafts, versions and trials."""

import anhuan.kernel.ids
import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('org', '0002_must_change_password'),
        ('plant', '0002_area_judges_gatherings'),
        ('positioning', '0006_track_seals'),
    ]

    operations = [
        migrations.CreateModel(
            name='FenceTrial',
            fields=[
                ('id', models.UUIDField(default=anhuan.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('content', models.JSONField(verbose_name='试算的围栏')),
                ('since', models.DateTimeField(verbose_name='开始')),
                ('until', models.DateTimeField(verbose_name='结束')),
                ('asked_at', models.DateTimeField(verbose_name='提交时间')),
                ('asked_by', models.CharField(max_length=64, verbose_name='提交人')),
                ('state', models.CharField(choices=[('waiting', '等待'), ('running', '计算中'), ('done', '完成'), ('failed', '失败')], default='waiting', max_length=8, verbose_name='状态')),
                ('progress_pct', models.PositiveSmallIntegerField(default=0, verbose_name='进度（%）')),
                ('touched_at', models.DateTimeField(null=True, verbose_name='最近进展')),
                ('error', models.CharField(blank=True, max_length=300, verbose_name='失败原因')),
                ('figures', models.JSONField(default=dict, verbose_name='统计')),
                ('findings', models.JSONField(default=list, verbose_name='报警')),
            ],
            options={
                'verbose_name': '围栏试算',
                'ordering': ['-asked_at'],
            },
        ),
        migrations.CreateModel(
            name='FenceVersion',
            fields=[
                ('id', models.UUIDField(default=anhuan.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField(verbose_name='版本')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by_name', models.CharField(max_length=64, verbose_name='修改人')),
                ('verb', models.CharField(max_length=16, verbose_name='操作')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='说明')),
                ('content', models.JSONField(verbose_name='内容')),
            ],
            options={
                'verbose_name': '围栏版本',
                'ordering': ['-number'],
            },
        ),
        migrations.AddField(
            model_name='fence',
            name='allowed_qualifications',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), blank=True, default=list, size=None, verbose_name='允许的资格'),
        ),
        migrations.AddField(
            model_name='fence',
            name='approach_m',
            field=models.FloatField(blank=True, help_text='无权进入的人走近到此距离即提醒', null=True, verbose_name='接近提醒（m）'),
        ),
        migrations.AddField(
            model_name='fence',
            name='buffer_m',
            field=models.FloatField(blank=True, help_text='边界两侧各留这么宽：深入才算进入，远离才算离开，定位抖动不报警', null=True, verbose_name='缓冲带（m）'),
        ),
        migrations.AddField(
            model_name='fence',
            name='is_draft',
            field=models.BooleanField(default=False, verbose_name='草稿'),
        ),
        migrations.AddField(
            model_name='fence',
            name='kind_limits',
            field=models.JSONField(blank=True, default=dict, verbose_name='分类限员'),
        ),
        migrations.AddField(
            model_name='fence',
            name='replaces',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='positioning.fence'),
        ),
        migrations.AddField(
            model_name='fence',
            name='speed_limit_kmh',
            field=models.FloatField(blank=True, null=True, verbose_name='限速（km/h）'),
        ),
        migrations.AddField(
            model_name='fence',
            name='teams',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, size=None, verbose_name='生效班次'),
        ),
        migrations.AddField(
            model_name='fence',
            name='z_max_m',
            field=models.FloatField(blank=True, null=True, verbose_name='高度上限（m）'),
        ),
        migrations.AddField(
            model_name='fence',
            name='z_min_m',
            field=models.FloatField(blank=True, null=True, verbose_name='高度下限（m）'),
        ),
        migrations.AlterField(
            model_name='fence',
            name='purpose',
            field=models.CharField(choices=[('restricted', '禁入（授权除外）'), ('capacity', '限员'), ('minimum', '最少人数'), ('stillness', '静止监视'), ('stay', '逗留时长'), ('leave', '禁出'), ('speed', '限速'), ('plant', '厂区边界')], max_length=16, verbose_name='用途'),
        ),
        migrations.AddConstraint(
            model_name='fence',
            constraint=models.CheckConstraint(condition=models.Q(('is_draft', False), ('is_enabled', False), _connector='OR'), name='fence_draft_not_in_force'),
        ),
        migrations.AddConstraint(
            model_name='fence',
            constraint=models.UniqueConstraint(condition=models.Q(('is_draft', True), ('is_retired', False)), fields=('replaces',), name='fence_one_draft'),
        ),
        migrations.AddField(
            model_name='fencetrial',
            name='company',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.company'),
        ),
        migrations.AddField(
            model_name='fencetrial',
            name='fence',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='trials', to='positioning.fence'),
        ),
        migrations.AddField(
            model_name='fenceversion',
            name='fence',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='positioning.fence'),
        ),
        migrations.AddConstraint(
            model_name='fenceversion',
            constraint=models.UniqueConstraint(fields=('fence', 'number'), name='fence_version_once'),
        ),
    ]
