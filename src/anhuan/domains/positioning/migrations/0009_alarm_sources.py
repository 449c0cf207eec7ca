"""Job areas, gate passages, sounders, and what a plant may tune of its alarms."""

import anhuan.kernel.ids
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('org', '0002_must_change_password'),
        ('plant', '0002_area_judges_gatherings'),
        ('positioning', '0008_fence_versions_kept'),
    ]

    operations = [
        migrations.AddField(
            model_name='positioningsettings',
            name='crowd_longer_than_s',
            field=models.PositiveIntegerField(default=60, help_text='AQ 3064.3 3.5：持续超过 1 min', validators=[django.core.validators.MinValueValidator(5), django.core.validators.MaxValueValidator(60)], verbose_name='聚集时长超过（s）'),
        ),
        migrations.AddField(
            model_name='positioningsettings',
            name='crowd_radius_m',
            field=models.FloatField(default=15, help_text='AQ 3064.3 3.5：半径不超过 15 m；按直径 15 m 执行的填 7.5', validators=[django.core.validators.MinValueValidator(7.5), django.core.validators.MaxValueValidator(50)], verbose_name='聚集半径（m）'),
        ),
        migrations.AddField(
            model_name='positioningsettings',
            name='gas_near_m',
            field=models.FloatField(default=50, help_text='聚集地点此距离内有可燃、有毒气体报警时，通知聚集人员撤离', validators=[django.core.validators.MinValueValidator(0)], verbose_name='气体报警联动距离（m）'),
        ),
        migrations.AddField(
            model_name='positioningsettings',
            name='no_tag_after_s',
            field=models.PositiveIntegerField(default=300, help_text='过门后超过此时长仍没有标签定位，报“人员未带标签”', validators=[django.core.validators.MinValueValidator(30)], verbose_name='进厂未带标签判定（s）'),
        ),
        migrations.AddField(
            model_name='positioningsettings',
            name='over_at_limit',
            field=models.BooleanField(default=True, help_text='选中：人数 ≥ 限员（AQ 3064.3 A.5）；不选：人数 > 限员（5.2.4）', verbose_name='达到限员即报警'),
        ),
        migrations.CreateModel(
            name='GatePassage',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('gate', models.CharField(max_length=50, verbose_name='门')),
                ('way', models.CharField(choices=[('in', '进厂'), ('out', '出厂')], max_length=3, verbose_name='方向')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='gate_passages', to='org.company')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='gate_passages', to='org.person')),
            ],
            options={
                'verbose_name': '门禁记录',
                'ordering': ['-at'],
                'indexes': [models.Index(fields=['company', 'person', '-at'], name='passage_last')],
            },
        ),
        migrations.CreateModel(
            name='JobArea',
            fields=[
                ('id', models.UUIDField(default=anhuan.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=100, verbose_name='名称')),
                ('kind', models.CharField(blank=True, max_length=50, verbose_name='作业类别')),
                ('geometry', models.JSONField(verbose_name='范围')),
                ('radius_m', models.FloatField(blank=True, null=True, verbose_name='半径/缓冲（m）')),
                ('floors', django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), blank=True, help_text='空 = 所有楼层', null=True, size=None, verbose_name='楼层')),
                ('max_people', models.PositiveIntegerField(blank=True, null=True, verbose_name='限员（人）')),
                ('valid_from', models.DateTimeField(verbose_name='开始')),
                ('valid_until', models.DateTimeField(verbose_name='结束')),
                ('source_type', models.CharField(blank=True, max_length=32, verbose_name='来源')),
                ('source_id', models.CharField(blank=True, max_length=64, verbose_name='来源编号')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='版本')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='关闭时间')),
                ('closed_reason', models.CharField(blank=True, max_length=300, verbose_name='关闭原因')),
                ('admitted', models.ManyToManyField(blank=True, related_name='+', to='org.person', verbose_name='可进入人员')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='job_areas', to='org.company')),
                ('guardians', models.ManyToManyField(related_name='+', to='org.person', verbose_name='监护人')),
                ('workers', models.ManyToManyField(blank=True, related_name='+', to='org.person', verbose_name='作业人员')),
            ],
            options={
                'verbose_name': '作业区域',
                'ordering': ['-valid_from'],
                'indexes': [models.Index(fields=['company', 'source_type', 'source_id'], name='job_area_source'), models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['company', 'valid_until'], name='job_area_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_until__gt', models.F('valid_from'))), name='job_area_ends_after')],
            },
        ),
        migrations.CreateModel(
            name='Sounder',
            fields=[
                ('id', models.UUIDField(default=anhuan.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=32, verbose_name='编号')),
                ('is_retired', models.BooleanField(default=False, verbose_name='停用')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sounders', to='plant.area', verbose_name='区域')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sounders', to='org.company')),
            ],
            options={
                'verbose_name': '声光报警器',
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('company', 'number'), name='sounder_number_once')],
            },
        ),
    ]
