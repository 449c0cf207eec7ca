"""A raise finds the alarm of its condition without looking at every open one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("alarms", "0001_initial")]
    operations = [
        migrations.AddIndex(
            "alarm",
            models.Index(
                fields=["company", "condition"],
                condition=models.Q(closed_at__isnull=True),
                name="alarm_standing",
            ),
        ),
    ]
