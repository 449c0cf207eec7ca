from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("positioning", "0012_solver_settings"),
    ]

    operations = [
        migrations.AddField(
            model_name="enginestate",
            name="epoch",
            field=models.BigIntegerField(db_default=0, default=0, verbose_name="任期"),
        ),
    ]
