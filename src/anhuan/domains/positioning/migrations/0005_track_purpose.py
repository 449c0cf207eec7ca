"""Which roles must say what for when they look at somebody's track."""

import django.contrib.postgres.fields
from django.db import migrations, models

from anhuan.domains.org.rules import Role


class Migration(migrations.Migration):
    dependencies = [("positioning", "0004_bucket_covers_tag")]
    operations = [
        migrations.AddField(
            "positioningsettings",
            "purpose_roles",
            django.contrib.postgres.fields.ArrayField(
                models.CharField(
                    max_length=32, choices=[(role.value, role.label) for role in Role]
                ),
                verbose_name="查看轨迹须填目的的角色",
                default=list,
                db_default=[],
                blank=True,
                help_text="目的记入审计；不选则都不必填",
            ),
        )
    ]
