"""The day's permits are found by their end, archived ones too: few end today or later."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("permits", "0003_devices_places_archive")]
    operations = [
        migrations.RemoveIndex("permit", "permit_open"),
        migrations.AddIndex(
            "permit", models.Index(fields=["company", "ends_at"], name="permit_ends")
        ),
    ]
