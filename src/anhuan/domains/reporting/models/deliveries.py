"""What went to whom: versions of rows, the messages that carried them, the slots they went in."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.reporting.models.rows import ReportRow
from anhuan.domains.reporting.models.targets import Target
from anhuan.domains.reporting.rules.states import OPEN, STATES, WAITING
from anhuan.kernel.ids import uuid7


class Batch(models.Model):
    """One message. Written before it is sent; its id goes with it, so that a receiver that heard
    it twice knows. What became of it is written after."""

    class State(models.TextChoices):
        SENDING = "sending", "发送中"
        ACCEPTED = "accepted", "已接收"
        PARTLY = "partly", "部分退回"
        REFUSED = "refused", "被退回"
        SPLIT = "split", "拆分重发"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    target = models.ForeignKey(Target, models.PROTECT, related_name="batches")
    origin = models.CharField("来源企业", max_length=36, blank=True)  # of all its rows
    number = models.BigIntegerField("序号", default=0)  # dense, from 1, of receiver and origin
    table = models.CharField("表", max_length=12)
    rows = models.PositiveIntegerField("条数")
    test_rows = models.JSONField("测试数据", null=True)  # a test: sent as they are, counted nowhere
    state = models.CharField("状态", max_length=12, choices=State, default=State.SENDING)
    content_sm3 = models.CharField("内容 SM3", max_length=64)  # of the rows, canonical JSON
    signature = models.CharField("SM2 签名", max_length=128, blank=True)
    public_key = models.CharField("公钥", max_length=66, blank=True)
    attempts = models.PositiveIntegerField("尝试次数", default=0)
    broken = models.PositiveIntegerField("对方异常次数", default=0)
    made_at = models.DateTimeField("组包时间")
    tried_at = models.DateTimeField("最近尝试", null=True)
    next_try_at = models.DateTimeField("下次尝试", null=True)
    finished_at = models.DateTimeField("完成时间", null=True)
    said = models.CharField("对方答复", max_length=500, blank=True)
    receipt = models.TextField("回执", blank=True)

    class Meta:
        verbose_name = "上报报文"
        ordering: ClassVar[list[str]] = ["-made_at", "id"]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["target", "-made_at"], name="report_batch_newest"),
            models.Index(
                fields=["target"], condition=models.Q(state="sending"), name="report_batch_open"
            ),
            models.Index(fields=["target", "origin", "-number"], name="report_batch_number"),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.rows} 条"


class Delivery(models.Model):
    """One version of a row at one receiver."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    target = models.ForeignKey(Target, models.PROTECT, related_name="deliveries")
    row = models.ForeignKey(ReportRow, models.PROTECT, related_name="deliveries")
    table = models.CharField("表", max_length=12)  # the row's, for the queue
    rank = models.PositiveSmallIntegerField("次序")  # the table's
    version = models.PositiveIntegerField("版本")
    content = models.JSONField("数据")
    state = models.CharField("状态", max_length=12, choices=list(STATES.items()), default=WAITING)
    faults = models.JSONField("校验问题", default=list)  # [{key, label, code, text}]
    made_at = models.DateTimeField("产生时间")
    due_at = models.DateTimeField("应报时间", null=True)  # None: waits for its slot
    batch = models.ForeignKey(
        Batch, models.SET_NULL, null=True, related_name="deliveries", verbose_name="报文"
    )
    alone = models.BooleanField("单独发送", default=False)
    finished_at = models.DateTimeField("完成时间", null=True)
    said = models.CharField("对方答复", max_length=500, blank=True)

    class Meta:
        verbose_name = "上报记录"
        ordering: ClassVar[list[str]] = ["-made_at", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["target", "row", "version"], name="report_delivery_once"
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["target", "rank", "due_at"],
                condition=models.Q(state="waiting"),
                name="report_delivery_due",
            ),
            models.Index(
                fields=["target", "state"],
                condition=models.Q(state__in=[*OPEN, "refused"]),
                name="report_delivery_open",
            ),
            models.Index(fields=["target", "-made_at"], name="report_delivery_newest"),
            models.Index(fields=["row", "target", "-version"], name="report_delivery_of_row"),
        ]

    def __str__(self) -> str:
        return f"{self.row} v{self.version} → {self.target}"


class Slot(models.Model):
    """That what is collected went out for one hour, day or ten minutes: once, and no more."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    target = models.ForeignKey(Target, models.CASCADE, related_name="slots")
    table = models.CharField("表", max_length=12)
    at = models.DateTimeField("时段")
    opened_at = models.DateTimeField("执行时间")
    rows = models.PositiveIntegerField("条数", default=0)

    class Meta:
        verbose_name = "上报时段"
        ordering: ClassVar[list[str]] = ["-at"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["target", "table", "at"], name="report_slot_once"),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.at:%m-%d %H:%M}"
