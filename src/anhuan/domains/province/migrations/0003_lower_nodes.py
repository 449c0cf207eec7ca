import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import anhuan.kernel.ids

ID = models.UUIDField(
    default=anhuan.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
)


class Migration(migrations.Migration):
    dependencies = [("org", "0002_must_change_password"), ("province", "0002_clash")]

    operations = [
        migrations.CreateModel(
            name="LowerNode",
            fields=[
                ("id", ID.clone()),
                ("name", models.CharField(max_length=100, verbose_name="平台名称")),
                ("token_sm3", models.CharField(blank=True, editable=False, max_length=64)),
                ("keyed_at", models.DateTimeField(blank=True, editable=False, null=True,
                                                  verbose_name="发放令牌")),
                ("is_retired", models.BooleanField(default=False, verbose_name="停用")),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                ("bureau", models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="lower_nodes",
                    to="org.department", verbose_name="监管单位")),
                ("company", models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="lower_nodes",
                    to="org.company")),
            ],
            options={"verbose_name": "下级平台", "ordering": ["name", "id"]},
        ),
        migrations.AddConstraint(
            model_name="lowernode",
            constraint=models.UniqueConstraint(fields=("company", "name"), name="lower_node_once"),
        ),
        migrations.AddIndex(
            model_name="lowernode",
            index=models.Index(fields=["token_sm3"], name="lower_node_token"),
        ),
        migrations.AddField(
            model_name="enterprise",
            name="node",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT,
                related_name="enterprises", to="province.lowernode", verbose_name="转报平台"),
        ),
        migrations.AlterField(
            model_name="enterprise",
            name="tables",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=12), blank=True, default=list, size=None,
                verbose_name="应报的表"),
        ),
        migrations.CreateModel(
            name="Passing",
            fields=[
                ("id", ID.clone()),
                ("table", models.CharField(max_length=12, verbose_name="表")),
                ("key", models.CharField(max_length=200, verbose_name="主键")),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="名称")),
                ("content", models.JSONField(verbose_name="数据")),
                ("at", models.DateTimeField(verbose_name="收到时间")),
                ("enterprise", models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="passings",
                    to="province.enterprise")),
            ],
            options={"verbose_name": "待转报", "ordering": ["id"]},
        ),
    ]
