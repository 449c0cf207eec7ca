from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("calibration", "0002_routes_radio_maps_retunes"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="radiomap",
            options={"ordering": ["floor", "-version"], "verbose_name": "信号指纹图"},
        ),
    ]
