"""What a plant may tune of its positioning."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from anhuan.domains.org.models import Company
from anhuan.domains.org.rules import Role
from anhuan.domains.positioning.rules.quality import Bounds


class PositioningSettings(models.Model):
    """One row a company; the defaults hold while there is none."""

    company = models.OneToOneField(
        Company, models.CASCADE, primary_key=True, related_name="positioning_settings"
    )
    tag_offline_s = models.PositiveIntegerField(
        "标签离线判定（s）",
        default=60,
        validators=[MinValueValidator(5)],
        help_text="超过此时长没有信号即为离线",
    )
    anchor_offline_s = models.PositiveIntegerField(
        "基站离线判定（s）",
        default=120,
        validators=[MinValueValidator(5)],
    )
    low_battery_pct = models.PositiveSmallIntegerField(
        "低电量（%）", default=20, validators=[MinValueValidator(1), MaxValueValidator(90)]
    )
    min_fixes_per_minute = models.PositiveSmallIntegerField(
        "最低上传频率（次/分）",
        default=30,
        validators=[MinValueValidator(1)],
        help_text="AQ 3064.3 7.2.1：不低于 30 次/分",
    )
    over_at_limit = models.BooleanField(
        "达到限员即报警",
        default=True,
        help_text="选中：人数 ≥ 限员（AQ 3064.3 A.5）；不选：人数 > 限员（5.2.4）",
    )
    crowd_radius_m = models.FloatField(
        "聚集半径（m）",
        default=15.0,
        validators=[MinValueValidator(7.5), MaxValueValidator(50)],
        help_text="AQ 3064.3 3.5：半径不超过 15 m；按直径 15 m 执行的填 7.5",
    )
    crowd_longer_than_s = models.PositiveIntegerField(
        "聚集时长超过（s）",
        default=60,
        validators=[MinValueValidator(5), MaxValueValidator(60)],
        help_text="AQ 3064.3 3.5：持续超过 1 min",
    )
    gas_near_m = models.FloatField(
        "气体报警联动距离（m）",
        default=50.0,
        validators=[MinValueValidator(0)],
        help_text="聚集地点此距离内有可燃、有毒气体报警时，通知聚集人员撤离",
    )
    no_tag_after_s = models.PositiveIntegerField(
        "进厂未带标签判定（s）",
        default=300,
        validators=[MinValueValidator(30)],
        help_text="过门后超过此时长仍没有标签定位，报“人员未带标签”",
    )
    tag_height_m = models.FloatField(
        "标签佩戴高度（m）",
        default=1.0,
        db_default=1.0,
        validators=[MinValueValidator(0), MaxValueValidator(3)],
        help_text="楼面以上",
    )
    path_loss_exponent = models.FloatField(
        "路径损耗指数",
        default=2.2,
        db_default=2.2,
        validators=[MinValueValidator(1), MaxValueValidator(6)],
        help_text="蓝牙信号随距离衰减的快慢：空旷约 2，设备密集处 2.5–4",
    )
    range_age_ms = models.PositiveSmallIntegerField(
        "测距滞后（ms）",
        default=0,
        db_default=0,
        validators=[MaxValueValidator(2000)],
        help_text="网关记下时间时，测距已过去多久；按设备手册填写，基站可单独填",
    )
    still_after_s = models.PositiveSmallIntegerField(
        "静止判定（s）",
        default=5,
        db_default=5,
        validators=[MinValueValidator(1), MaxValueValidator(300)],
        help_text="在静止范围内停留这么久，位置在图上不再移动",
    )
    still_within_m = models.FloatField(
        "静止范围（m）",
        default=0.6,
        db_default=0.6,
        validators=[MinValueValidator(0.1), MaxValueValidator(5)],
        help_text="定位较差时按其精度放宽，最多 5 m",
    )
    adapts_rates = models.BooleanField(
        "自动调节上报频率",
        default=True,
        db_default=True,
        help_text="静止的标签少报，移动、在高风险区或报警中的标签多报（需标签支持下行）",
    )
    slow_after_s = models.PositiveSmallIntegerField(
        "静止多久后降频（s）",
        default=60,
        db_default=60,
        validators=[MinValueValidator(5), MaxValueValidator(3600)],
    )
    slow_every_ms = models.PositiveIntegerField(
        "静止时上报间隔（ms）",
        default=2000,
        db_default=2000,
        validators=[MinValueValidator(100), MaxValueValidator(60_000)],
        help_text="不得低于最低上传频率",
    )
    fast_every_ms = models.PositiveIntegerField(
        "移动时上报间隔（ms）",
        default=1000,
        db_default=1000,
        validators=[MinValueValidator(100), MaxValueValidator(60_000)],
    )
    quality_good_m = models.FloatField(
        "质量“好”的误差上限（m）",
        default=3.0,
        db_default=3.0,
        validators=[MinValueValidator(0.1), MaxValueValidator(20)],
        help_text="误差半径（68 %）不超过此值；AQ 3064.3 7.1.1 静态 3 m",
    )
    quality_fair_m = models.FloatField(
        "质量“一般”的误差上限（m）",
        default=5.0,
        db_default=5.0,
        validators=[MinValueValidator(0.1), MaxValueValidator(50)],
        help_text="超过即为“差”；AQ 3064.3 7.1.1 动态 5 m",
    )
    quality_good_lost_pct = models.PositiveSmallIntegerField(
        "质量“好”的遮挡上限（%）",
        default=35,
        db_default=35,
        validators=[MaxValueValidator(100)],
        help_text="被拒用或降权的观测所占份额",
    )
    quality_fair_lost_pct = models.PositiveSmallIntegerField(
        "质量“一般”的遮挡上限（%）",
        default=65,
        db_default=65,
        validators=[MaxValueValidator(100)],
    )
    track_days = models.PositiveIntegerField(
        "轨迹保存（天）", default=400, help_text="AQ 3064.3 4.4：不少于 1 年"
    )
    purpose_roles = ArrayField(
        models.CharField(max_length=32, choices=[(role.value, role.label) for role in Role]),
        verbose_name="查看轨迹须填目的的角色",
        default=list,
        db_default=[],
        blank=True,
        help_text="目的记入审计；不选则都不必填",
    )

    class Meta:
        verbose_name = "定位设置"

    def __str__(self) -> str:
        return f"{self.company} 定位设置"

    @property
    def quality(self) -> Bounds:
        """Where the words for a position's quality begin."""
        return Bounds(
            self.quality_good_m, self.quality_fair_m, self.quality_good_lost_pct,
            self.quality_fair_lost_pct,
        )  # fmt: skip
