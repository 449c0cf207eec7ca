"""What nodes have told: log lines, reconciliations, receipts."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.pipes.models.nodes import Node
from anhuan.domains.pipes.rules.words import LEVELS
from anhuan.kernel.ids import uuid7


class LogLine(models.Model):
    """One line of a node's log."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    node = models.ForeignKey(Node, models.CASCADE, related_name="log")
    place = models.CharField("管道或通道", max_length=120)
    level = models.CharField("级别", max_length=8, choices=list(LEVELS.items()))
    code = models.CharField("代码", max_length=40)
    text = models.TextField("内容")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "交换日志"
        ordering: ClassVar[list[str]] = ["-at"]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["node", "-at"], name="pipe_log_at")]

    def __str__(self) -> str:
        return self.text


class Look(models.Model):
    """One comparison of a table's both sides. Keys: up to 500 of each kind."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    node = models.ForeignKey(Node, models.CASCADE, related_name="looks")
    route = models.CharField("通道", max_length=120)
    table = models.CharField("表", max_length=120)
    at = models.DateTimeField("时间")
    rows = models.BigIntegerField("本侧行数")
    missing = models.PositiveIntegerField("对方缺少")
    surplus = models.PositiveIntegerField("对方多出")
    changed = models.PositiveIntegerField("内容不同")
    keys = models.JSONField("主键", default=dict)
    resent = models.PositiveIntegerField("已补发")
    seconds = models.FloatField("用时")

    class Meta:
        verbose_name = "比对"
        ordering: ClassVar[list[str]] = ["-at"]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["node", "-at"], name="pipe_look_at")]

    def __str__(self) -> str:
        return f"{self.route} {self.table}"

    @property
    def differences(self) -> int:
        """How many rows are not the same on both sides."""
        return self.missing + self.surplus + self.changed

    @property
    def is_listed(self) -> bool:
        """Whether every one of them is known by key."""
        return sum(map(len, self.keys.values())) == self.differences


class Receipt(models.Model):
    """The receiver's signature under what it took."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    node = models.ForeignKey(Node, models.CASCADE, related_name="receipts")
    route = models.CharField("通道", max_length=120)
    first = models.BigIntegerField("首条序号")
    last = models.BigIntegerField("末条序号")
    manifest = models.CharField("清单 SM3", max_length=64)
    signature = models.CharField("SM2 签名", max_length=200)
    public = models.CharField("公钥", max_length=200)
    at = models.DateTimeField("记入时间")

    class Meta:
        verbose_name = "回执"
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["node", "route", "first", "last"], name="pipe_receipt_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.route} {self.first}–{self.last}"
