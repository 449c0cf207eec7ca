"""Vehicle terminals that speak JT/T 808, and those that knocked without being known."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.org.models import Company
from anhuan.domains.positioning.models import Tag
from anhuan.kernel.ids import uuid7


class Terminal(models.Model):
    """A terminal an administrator has enrolled. Its tag carries the position, as any other tag.

    `phone` is the terminal's number in every header, without leading zeros. The device that
    registers first is kept: another one under the same number is refused until it is released.
    """

    class Coordinates(models.TextChoices):
        WGS84 = "wgs84", "WGS 84 / CGCS2000"
        GCJ02 = "gcj02", "GCJ-02（加偏）"
        STATED = "stated", "按终端状态位判断"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="terminals")
    phone = models.CharField("终端手机号", max_length=20)
    tag = models.OneToOneField(
        Tag, models.PROTECT, related_name="terminal", verbose_name="定位标签"
    )
    coordinates = models.CharField(
        "坐标系", max_length=8, choices=Coordinates, default=Coordinates.WGS84
    )
    report_every_s = models.PositiveSmallIntegerField("上报间隔（s）", default=1)
    fastest_kmh = models.PositiveSmallIntegerField(
        "终端超速提示（km/h）", null=True, blank=True, help_text="空 = 不下发"
    )
    is_2019 = models.BooleanField("2019 版协议", default=False)
    device = models.CharField("终端 ID", max_length=30, blank=True)
    maker = models.CharField("制造商", max_length=11, blank=True)
    model = models.CharField("终端型号", max_length=30, blank=True)
    plate = models.CharField("终端上报车牌", max_length=20, blank=True)
    code_sm3 = models.CharField("鉴权码摘要", max_length=64, blank=True)
    registered_at = models.DateTimeField("注册时间", null=True, blank=True)
    heard_at = models.DateTimeField("最近通信", null=True, blank=True)
    set_at = models.DateTimeField("参数确认时间", null=True, blank=True)
    is_retired = models.BooleanField("停用", default=False)

    class Meta:
        verbose_name = "车载终端"
        ordering: ClassVar[list[str]] = ["phone"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "phone"], name="terminal_phone_once"),
        ]

    def __str__(self) -> str:
        return self.phone


class Knock(models.Model):
    """A terminal that was refused: shown so that an administrator can enrol it. Bounded."""

    class Reason(models.TextChoices):
        UNKNOWN = "unknown_terminal", "未登记的终端"
        OTHER_DEVICE = "other_device", "手机号相同的另一台终端"
        BAD_CODE = "bad_code", "鉴权码不对"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.CASCADE, related_name="+")
    phone = models.CharField("终端手机号", max_length=20)
    reason = models.CharField("拒绝原因", max_length=20, choices=Reason)
    device = models.CharField("终端 ID", max_length=30, blank=True)
    maker = models.CharField("制造商", max_length=11, blank=True)
    model = models.CharField("终端型号", max_length=30, blank=True)
    plate = models.CharField("上报车牌", max_length=20, blank=True)
    is_2019 = models.BooleanField("2019 版协议", default=False)
    address = models.CharField("来源地址", max_length=64, blank=True)
    times = models.PositiveIntegerField("次数", default=1)
    first_at = models.DateTimeField("首次")
    last_at = models.DateTimeField("最近")

    class Meta:
        verbose_name = "被拒终端"
        ordering: ClassVar[list[str]] = ["-last_at"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "phone", "reason"], name="knock_once"),
        ]

    def __str__(self) -> str:
        return f"{self.phone} {self.get_reason_display()}"
