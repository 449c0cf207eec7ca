"""What reports: tags and anchors; and who carries which tag."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from anhuan.domains.org.models import Company, Department, Person
from anhuan.domains.plant.models import Area
from anhuan.kernel.ids import uuid7


class ExplosionProof(models.Model):
    """Columns every device ledger needs (AQ 3064.3; Cangzhou 二(一))."""

    ex_mark = models.CharField("防爆标志", max_length=50, blank=True)
    ex_certificate = models.CharField("防爆合格证号", max_length=50, blank=True)
    ex_valid_until = models.DateField("防爆证有效期至", null=True, blank=True)
    ip_rating = models.CharField("防护等级", max_length=8, blank=True)
    max_temperature_c = models.SmallIntegerField("最高工作温度（℃）", null=True, blank=True)
    installed_on = models.DateField("启用日期", null=True, blank=True)
    battery_life_years = models.FloatField("设计续航（年）", null=True, blank=True)

    class Meta:
        abstract = True


class Tag(ExplosionProof):
    """A positioning tag. `number` is what it calls itself on the air."""

    class Form(models.TextChoices):
        BADGE = "badge", "工卡"
        HELMET = "helmet", "安全帽"
        WRISTBAND = "wristband", "手环"
        KEYRING = "keyring", "钥匙扣"
        VEHICLE = "vehicle", "车载"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="tags")
    number = models.CharField("编号", max_length=32)
    form = models.CharField("形式", max_length=16, choices=Form, default=Form.BADGE)
    technology = models.CharField("定位技术", max_length=32, blank=True)  # "UWB+BLE"
    has_sos = models.BooleanField("一键求救", default=True)
    battery_pct = models.SmallIntegerField("电量（%）", null=True, blank=True)
    faults = models.JSONField("故障", default=list, db_default=[], blank=True)  # as reported
    seen_at = models.DateTimeField("最近在线", null=True, blank=True)
    tested_at = models.DateTimeField("最近报警测试", null=True, blank=True, editable=False)
    test_id = models.UUIDField("测试编号", null=True, blank=True, editable=False)
    answered_at = models.DateTimeField("最近应答", null=True, blank=True, editable=False)
    is_retired = models.BooleanField("停用", default=False)

    class Meta:
        verbose_name = "定位标签"
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "number"], name="tag_number_once"),
        ]

    def __str__(self) -> str:
        return self.number


def _between(low: float, high: float) -> list[Any]:
    return [MinValueValidator(low), MaxValueValidator(high)]


class Anchor(ExplosionProof):
    """A base station at a surveyed place, plant metres; with what the solver must know of it."""

    class Power(models.TextChoices):
        POE = "poe", "PoE"
        MAINS = "mains", "固定电源"
        BATTERY = "battery", "电池"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="anchors")
    number = models.CharField("编号", max_length=32)
    technology = models.CharField("定位技术", max_length=16)  # "uwb-twr", "uwb-tdoa", "ble-rssi"
    x_m = models.FloatField("x（m）")
    y_m = models.FloatField("y（m）")
    z_m = models.FloatField("z（m）")
    floor = models.SmallIntegerField("楼层", default=1)
    area = models.ForeignKey(
        Area, models.SET_NULL, null=True, blank=True, related_name="anchors", verbose_name="区域"
    )
    range_limit_m = models.FloatField("作用距离（m）", default=60)
    power = models.CharField("供电", max_length=8, choices=Power, default=Power.POE)
    capacity = models.PositiveIntegerField("标签容量", null=True, blank=True)
    tx_power_dbm = models.FloatField("1 m 处 RSSI（dBm）", null=True, blank=True)
    bias_m = models.FloatField("测距校正（m）", default=0, db_default=0)  # taken off its ranges
    heading_deg = models.FloatField(
        "朝向（°）", default=0, db_default=0, validators=_between(-360, 360),
        help_text="测角基站的正前方：从厂区正东起逆时针",
    )  # fmt: skip
    angle_sd_deg = models.FloatField(
        "测角误差（°）", default=5, db_default=5, validators=_between(0.1, 45),
        help_text="一次测角的标准差",
    )  # fmt: skip
    reach_m = models.FloatField(
        "读卡距离（m）", default=3, db_default=3, validators=_between(0.2, 50),
        help_text="区域读卡器能读到标签的最远距离",
    )  # fmt: skip
    range_age_ms = models.PositiveSmallIntegerField(
        "测距滞后（ms）", null=True, blank=True, validators=_between(0, 2000),
        help_text="不填：用定位设置中的值",
    )  # fmt: skip
    battery_pct = models.SmallIntegerField("电量（%）", null=True, blank=True)
    faults = models.JSONField("故障", default=list, db_default=[], blank=True)  # as reported
    seen_at = models.DateTimeField("最近在线", null=True, blank=True)
    # What the engine's filters find of its ranges, see engine/core/track/residuals.
    residual_m = models.FloatField("测距残差（m）", null=True, blank=True)
    refused_share = models.FloatField("测距拒用比例", null=True, blank=True)  # 0..1
    residual_ranges = models.PositiveIntegerField("残差测距次数", null=True, blank=True)
    residual_at = models.DateTimeField("残差时间", null=True, blank=True)
    is_retired = models.BooleanField("停用", default=False)

    class Meta:
        verbose_name = "基站"
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "number"], name="anchor_number_once"),
        ]

    def __str__(self) -> str:
        return self.number


class Vehicle(models.Model):
    """A vehicle in the plant; tracked by a tag like a person."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="vehicles")
    plate = models.CharField("车牌/编号", max_length=20)
    name = models.CharField("名称", max_length=50)
    kind = models.CharField("类型", max_length=50, blank=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="部门"
    )
    driver = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="驾驶员"
    )
    is_retired = models.BooleanField("停用", default=False)

    class Meta:
        verbose_name = "车辆"
        ordering: ClassVar[list[str]] = ["plate"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "plate"], name="vehicle_plate_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.plate}"


class Assignment(models.Model):
    """Who held which tag from when until when: one tag one holder, one holder one tag."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="assignments", verbose_name="标签")
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tag_assignments",
        verbose_name="人员",
    )
    vehicle = models.ForeignKey(
        Vehicle,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tag_assignments",
        verbose_name="车辆",
    )
    since = models.DateTimeField("发放")
    until = models.DateTimeField("收回", null=True, blank=True)

    class Meta:
        verbose_name = "标签发放"
        ordering: ClassVar[list[str]] = ["-since"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["tag"], condition=models.Q(until__isnull=True), name="tag_one_holder"
            ),
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(until__isnull=True), name="person_one_tag"
            ),
            models.UniqueConstraint(
                fields=["vehicle"], condition=models.Q(until__isnull=True), name="vehicle_one_tag"
            ),
            models.CheckConstraint(
                name="assignment_one_subject",
                condition=models.Q(person__isnull=True, vehicle__isnull=False)
                | models.Q(person__isnull=False, vehicle__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tag} → {self.person or self.vehicle}"
