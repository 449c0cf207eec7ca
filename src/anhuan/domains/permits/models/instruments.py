"""Devices of permits: gas detectors, weather stations, locks, cameras; what detectors have read."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.org.models import Account, Company
from anhuan.domains.permits.models.permits import Permit
from anhuan.domains.plant.models import Area
from anhuan.kernel.ids import uuid7


class Instrument(models.Model):
    """One device, by the number it calls itself (AQ 3064.2-2025 5.10: devices of a place).

    `latest`: of a detector {"readings": [{"gas", "value", "unit"}], "is_alarm": bool}; of a lock
    {"wrong": [ISO times of wrong codes]}. `state`: of a lock locked, open or forced.
    """

    class Form(models.TextChoices):
        PORTABLE = "portable", "便携式气体检测仪"
        FIXED = "fixed", "固定式气体探测器"
        WEATHER = "weather", "气象站"
        LOCK = "lock", "电子锁"
        CAMERA = "camera", "摄像机"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="permit_instruments")
    number = models.CharField("编号", max_length=32, help_text="设备上报所用编号，不含“.”和空格")
    name = models.CharField("名称", max_length=100)
    form = models.CharField("类别", max_length=12, choices=Form)
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="permit_instruments",
        verbose_name="区域",
    )  # fmt: skip
    x_m = models.FloatField("x（m）", null=True, blank=True)
    y_m = models.FloatField("y（m）", null=True, blank=True)
    floor = models.SmallIntegerField("楼层", null=True, blank=True)
    address = models.CharField("视频地址", max_length=300, blank=True, help_text="仅摄像机填写")
    checked_until = models.DateField("检定有效期至", null=True, blank=True)
    ex_mark = models.CharField("防爆标志", max_length=50, blank=True)
    ex_certificate = models.CharField("防爆合格证号", max_length=50, blank=True)
    is_retired = models.BooleanField("停用", default=False)
    seen_at = models.DateTimeField("最近上报", null=True, blank=True)
    state = models.CharField("状态", max_length=12, blank=True)
    battery_pct = models.PositiveSmallIntegerField("电量（%）", null=True, blank=True)
    faults = models.JSONField("故障", default=list, blank=True)
    latest = models.JSONField("最新值", default=dict, blank=True)

    class Meta:
        verbose_name = "作业仪器"
        ordering: ClassVar[list[str]] = ["form", "number"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "number"], name="instrument_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


DETECTORS = (Instrument.Form.PORTABLE, Instrument.Form.FIXED)


class GasMinute(models.Model):
    """What a detector read within one minute: least, most, last. The curve loses no peak."""

    id = models.BigAutoField(primary_key=True)
    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="minutes")
    minute = models.DateTimeField("分钟")
    gas = models.CharField("气体", max_length=40)
    unit = models.CharField("单位", max_length=8)  # rules.gases.Unit
    least = models.FloatField("最小")
    most = models.FloatField("最大")
    last = models.FloatField("末值")
    count = models.PositiveIntegerField("条数", default=1)

    class Meta:
        verbose_name = "气体分钟值"
        ordering: ClassVar[list[str]] = ["minute"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["instrument", "minute", "gas", "unit"], name="gas_minute_once"
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["minute"], name="gas_minute_at")]

    def __str__(self) -> str:
        return f"{self.minute:%m-%d %H:%M} {self.gas} {self.most:g}"


class GasWatch(models.Model):
    """That a detector watches the air of a permit (6.5); a portable one watches one work only."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    permit = models.ForeignKey(Permit, models.CASCADE, related_name="watches")
    instrument = models.ForeignKey(
        Instrument, models.PROTECT, related_name="watches", verbose_name="检测仪"
    )
    from_at = models.DateTimeField("开始")
    until_at = models.DateTimeField("结束", null=True, blank=True)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="绑定人")
    by_name = models.CharField("绑定人", max_length=64)

    class Meta:
        verbose_name = "连续监测"
        ordering: ClassVar[list[str]] = ["from_at"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["permit", "instrument"], condition=models.Q(until_at__isnull=True),
                name="gas_watch_once",
            ),
        ]  # fmt: skip
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["instrument"], condition=models.Q(until_at__isnull=True),
                name="gas_watch_open",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.instrument} → {self.permit}"
