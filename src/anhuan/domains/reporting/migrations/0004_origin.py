from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reporting", "0003_orders_and_numbers")]

    operations = [
        migrations.AddField(
            model_name="batch",
            name="origin",
            field=models.CharField(blank=True, default="", max_length=36, verbose_name="来源企业"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="reportrow",
            name="origin",
            field=models.CharField(blank=True, default="", max_length=36, verbose_name="来源企业"),
            preserve_default=False,
        ),
        migrations.RemoveConstraint(model_name="reportrow", name="report_row_once"),
        migrations.AddConstraint(
            model_name="reportrow",
            constraint=models.UniqueConstraint(
                fields=("company", "table", "origin", "key"), name="report_row_once"
            ),
        ),
        migrations.AddIndex(
            model_name="batch",
            index=models.Index(fields=["target", "origin", "-number"], name="report_batch_number"),
        ),
    ]
