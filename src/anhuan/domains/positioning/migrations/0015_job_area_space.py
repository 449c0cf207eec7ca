from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("positioning", "0014_quality_settings")]

    operations = [
        migrations.AddField(
            model_name="jobarea",
            name="space",
            field=models.JSONField(
                blank=True,
                help_text="监护人不得进入（GB 30871-2022 6.8）",
                null=True,
                verbose_name="受限空间范围",
            ),
        ),
    ]
