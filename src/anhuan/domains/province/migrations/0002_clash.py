import django.db.models.deletion
from django.db import migrations, models

import anhuan.kernel.ids


class Migration(migrations.Migration):
    dependencies = [("province", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Clash",
            fields=[
                ("id", models.UUIDField(default=anhuan.kernel.ids.uuid7, editable=False,
                                        primary_key=True, serialize=False)),
                ("message", models.CharField(max_length=64, verbose_name="报文编号")),
                ("table", models.CharField(max_length=12, verbose_name="表")),
                ("times", models.PositiveIntegerField(default=0, verbose_name="次数")),
                ("first_at", models.DateTimeField(verbose_name="最早")),
                ("last_at", models.DateTimeField(verbose_name="最近")),
                ("enterprise", models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="clashes",
                    to="province.enterprise")),
            ],
            options={"verbose_name": "重号报文", "ordering": ["-last_at", "id"]},
        ),
        migrations.AddConstraint(
            model_name="clash",
            constraint=models.UniqueConstraint(fields=("enterprise", "message"), name="clash_once"),
        ),
    ]
