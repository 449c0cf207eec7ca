import django.db.models.deletion
from django.db import migrations, models

import anhuan.kernel.ids


class Migration(migrations.Migration):

    dependencies = [
        ("alarms", "0002_alarm_standing"),
        ("org", "__first__"),
        ("plant", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="GatheringStudy",
            fields=[
                ("id", models.UUIDField(default=anhuan.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("cause", models.TextField(help_text="例如：交接班、工具领用、吸烟点、检修集中", verbose_name="原因分析")),
                ("measure", models.TextField(help_text="例如：错峰、增设工具点、调整路线", verbose_name="针对性措施")),
                ("due", models.DateField(verbose_name="完成期限")),
                ("opened_at", models.DateTimeField(verbose_name="分析时间")),
                ("opened_by", models.CharField(max_length=64, verbose_name="分析人")),
                ("times_before", models.PositiveIntegerField(verbose_name="此前 30 天预警次数")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="完成时间")),
                ("result", models.TextField(blank=True, verbose_name="落实情况")),
                ("area", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="gathering_studies", to="plant.area", verbose_name="区域")),
                ("company", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="gathering_studies", to="org.company")),
                ("owner", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.person", verbose_name="责任人")),
            ],
            options={
                "verbose_name": "聚集分析",
                "ordering": ["-opened_at"],
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("done_at__isnull", True)), fields=("area",), name="gathering_study_one_open"),
                    models.CheckConstraint(condition=models.Q(("done_at__isnull", True), models.Q(("result", ""), _negated=True), _connector="OR"), name="gathering_study_done_says_how"),
                ],
            },
        ),
    ]
