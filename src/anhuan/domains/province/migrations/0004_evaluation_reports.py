import django.db.models.deletion
from django.db import migrations, models

import anhuan.kernel.ids

KINDS = [
    ("status", "安全现状评价"), ("hazard_source", "重大危险源安全评估"),
    ("process", "HAZOP 与 LOPA 分析"), ("special", "专项评价"), ("other", "其他评价"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("province", "0003_lower_nodes")]

    operations = [
        migrations.CreateModel(
            name="EvaluationReport",
            fields=[
                ("id", models.UUIDField(default=anhuan.kernel.ids.uuid7, editable=False,
                                        primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=KINDS, max_length=16, verbose_name="类别")),
                ("title", models.CharField(max_length=200, verbose_name="报告名称")),
                ("agency", models.CharField(blank=True, max_length=100, verbose_name="评价机构")),
                ("made_on", models.DateField(verbose_name="报告日期")),
                ("due_on", models.DateField(verbose_name="有效期至")),
                ("findings", models.TextField(blank=True, max_length=2000,
                                              verbose_name="主要结论与整改要求")),
                ("enterprise", models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="reports",
                    to="province.enterprise")),
            ],
            options={"verbose_name": "评价报告", "ordering": ["due_on", "id"]},
        ),
        migrations.AddIndex(
            model_name="evaluationreport",
            index=models.Index(fields=["due_on"], name="report_due"),
        ),
    ]
