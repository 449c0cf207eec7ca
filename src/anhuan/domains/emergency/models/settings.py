"""What a plant may set for its evacuations."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from anhuan.domains.emergency.models.evacuations import GATES
from anhuan.domains.emergency.rules.person import Gate, Limits
from anhuan.domains.emergency.rules.wording import CLEAR_TEXT, ORDER_TEXT
from anhuan.domains.org.models import Company


class EmergencySettings(models.Model):
    """One row a company; the defaults hold while there is none."""

    company = models.OneToOneField(
        Company, models.CASCADE, primary_key=True, related_name="emergency_settings"
    )
    order_text = models.CharField("疏散指令", max_length=200, default=ORDER_TEXT)
    clear_text = models.CharField("解除指令", max_length=200, default=CLEAR_TEXT)
    target_s = models.PositiveIntegerField(
        "目标时间（s）",
        default=300,
        validators=[MinValueValidator(30), MaxValueValidator(7200)],
        help_text="从下令到到位；报告按此统计达标率",
    )
    alarm_radius_m = models.FloatField(
        "报警周围半径（m）",
        default=50,
        validators=[MinValueValidator(5), MaxValueValidator(5000)],
        help_text="报警没有区域时，以报警位置为圆心",
    )
    margin_m = models.FloatField(
        "边界余量（m）",
        default=2,
        validators=[MinValueValidator(0), MaxValueValidator(20)],
        help_text="下令后深入这么多才算进入，定位抖动不误加人",
    )
    silent_s = models.PositiveIntegerField(
        "无信号判定（s）", default=30, validators=[MinValueValidator(5), MaxValueValidator(600)]
    )
    muster_s = models.PositiveIntegerField(
        "到达集合点判定（s）",
        default=5,
        validators=[MaxValueValidator(120)],
        help_text="在集合点连续停留这么久即算到位",
    )
    presence_h = models.PositiveIntegerField(
        "末次位置有效（h）",
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(72)],
        help_text="标签失联的人，末次位置在危险区内且不早于此即计入",
    )
    gate = models.CharField("出厂是否算到位", max_length=8, choices=GATES, default=Gate.PASSAGE)
    kept_days = models.PositiveIntegerField(
        "记录保存（天）", default=1096, help_text="疏散与演练记录不少于 1 年"
    )

    class Meta:
        verbose_name = "疏散设置"

    def __str__(self) -> str:
        return f"{self.company} 疏散设置"

    @property
    def limits(self) -> Limits:
        """As the rules take them."""
        return Limits(self.silent_s, self.muster_s, Gate(self.gate), self.presence_h)
