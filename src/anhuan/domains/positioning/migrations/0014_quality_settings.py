import django.core.validators
from django.db import migrations, models

METRES = django.core.validators.MinValueValidator(0.1)
PERCENT = django.core.validators.MaxValueValidator(100)


class Migration(migrations.Migration):

    dependencies = [
        ("positioning", "0013_engine_epoch"),
    ]

    operations = [
        migrations.AddField(
            model_name="tag",
            name="tested_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="最近报警测试"),
        ),
        migrations.AddField(
            model_name="tag",
            name="test_id",
            field=models.UUIDField(blank=True, editable=False, null=True, verbose_name="测试编号"),
        ),
        migrations.AddField(
            model_name="tag",
            name="answered_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="最近应答"),
        ),
        migrations.AddField(
            model_name="positioningsettings",
            name="quality_good_m",
            field=models.FloatField(db_default=3.0, default=3.0, help_text="误差半径（68 %）不超过此值；AQ 3064.3 7.1.1 静态 3 m", validators=[METRES, django.core.validators.MaxValueValidator(20)], verbose_name="质量“好”的误差上限（m）"),
        ),
        migrations.AddField(
            model_name="positioningsettings",
            name="quality_fair_m",
            field=models.FloatField(db_default=5.0, default=5.0, help_text="超过即为“差”；AQ 3064.3 7.1.1 动态 5 m", validators=[METRES, django.core.validators.MaxValueValidator(50)], verbose_name="质量“一般”的误差上限（m）"),
        ),
        migrations.AddField(
            model_name="positioningsettings",
            name="quality_good_lost_pct",
            field=models.PositiveSmallIntegerField(db_default=35, default=35, help_text="被拒用或降权的观测所占份额", validators=[PERCENT], verbose_name="质量“好”的遮挡上限（%）"),
        ),
        migrations.AddField(
            model_name="positioningsettings",
            name="quality_fair_lost_pct",
            field=models.PositiveSmallIntegerField(db_default=65, default=65, validators=[PERCENT], verbose_name="质量“一般”的遮挡上限（%）"),
        ),
    ]
