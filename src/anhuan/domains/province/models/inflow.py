"""What came in: numbers, receipts, clashes, refusals, counts; and strangers."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.province.models.enterprises import Enterprise
from anhuan.kernel.ids import uuid7


class Inflow(models.Model):
    """One sender's numbers, kept in the transaction that keeps its data. Locking it puts the
    messages of a sender in line. `epoch` empty: it does not number its messages."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="inflows")
    epoch = models.CharField("发送方", max_length=40, blank=True)
    contiguous = models.BigIntegerField("连续收到至", default=0)
    islands = models.JSONField("缺口之后", default=list)
    messages = models.BigIntegerField("报文数", default=0)
    last_at = models.DateTimeField("最近收到", null=True)

    class Meta:
        verbose_name = "接收进度"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["enterprise", "epoch"], name="inflow_once"),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.contiguous}"


class Receipt(models.Model):
    """One message, taken once: whoever sends it again gets the same answer."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="receipts")
    message = models.CharField("报文编号", max_length=64)
    form = models.CharField("报文形式", max_length=16)
    table = models.CharField("表", max_length=12)
    rows = models.PositiveIntegerField("条数")
    refused = models.PositiveIntegerField("退回条数", default=0)
    number = models.BigIntegerField("序号", null=True)
    content_sm3 = models.CharField("内容 SM3", max_length=64)
    answer = models.JSONField("答复")
    at = models.DateTimeField("收到时间")

    class Meta:
        verbose_name = "接收回执"
        ordering: ClassVar[list[str]] = ["-at", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["enterprise", "message"], name="receipt_once"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["enterprise", "-at"], name="receipt_newest"),
            models.Index(fields=["at"], name="receipt_age"),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.rows} 条"


class Clash(models.Model):
    """An id that came again with other content: refused, nothing of it kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="clashes")
    message = models.CharField("报文编号", max_length=64)
    table = models.CharField("表", max_length=12)  # what came last
    times = models.PositiveIntegerField("次数", default=0)
    first_at = models.DateTimeField("最早")
    last_at = models.DateTimeField("最近")

    class Meta:
        verbose_name = "重号报文"
        ordering: ClassVar[list[str]] = ["-last_at", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["enterprise", "message"], name="clash_once"),
        ]

    def __str__(self) -> str:
        return self.message


class Refusal(models.Model):
    """A row that was refused and has not been put right yet, with every fault."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="refusals")
    table = models.CharField("表", max_length=12)
    key = models.CharField("主键", max_length=200)
    faults = models.JSONField("问题", default=list)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "退回数据"
        ordering: ClassVar[list[str]] = ["-at", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["enterprise", "table", "key"], name="refusal_once"),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.key}"


class DayCount(models.Model):
    """Rows of one table on one day: sound and refused."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="day_counts")
    day = models.DateField("日期")
    table = models.CharField("表", max_length=12)
    taken = models.PositiveIntegerField("通过", default=0)
    refused = models.PositiveIntegerField("退回", default=0)

    class Meta:
        verbose_name = "每日接收量"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["enterprise", "day", "table"], name="day_count_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.table}"


class Stranger(models.Model):
    """Nobody's messages, counted by where they came from; the oldest make room."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    address = models.CharField("来源", max_length=60)
    reason = models.CharField("原因", max_length=100)
    times = models.BigIntegerField("次数", default=0)
    first_at = models.DateTimeField("最早")
    last_at = models.DateTimeField("最近")

    class Meta:
        verbose_name = "陌生来源"
        ordering: ClassVar[list[str]] = ["-last_at"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["address", "reason"], name="stranger_once"),
        ]

    def __str__(self) -> str:
        return self.address
