"""Exchange processes: the one beside the plant, and those far away; what they are asked to do."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.org.models import Account, Company
from anhuan.domains.pipes.rules.words import DEEDS
from anhuan.kernel.ids import uuid7


class Node(models.Model):
    """A process that runs pipes. Tokens and keys are kept as their SM3 only."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="pipe_nodes")
    name = models.CharField("名称", max_length=60)
    is_local = models.BooleanField("本机", default=False)
    token_sm3 = models.CharField("登记令牌 SM3", max_length=64, blank=True)
    token_until = models.DateTimeField("令牌有效期", null=True, blank=True)
    key_sm3 = models.CharField("密钥 SM3", max_length=64, blank=True, db_index=True)
    enrolled_at = models.DateTimeField("登记时间", null=True, blank=True)
    heard_at = models.DateTimeField("最近报告", null=True, blank=True)
    is_retired = models.BooleanField("已注销", default=False)
    report = models.JSONField("状态", default=dict, blank=True)
    samples = models.JSONField("最近消息", default=dict, blank=True)

    class Meta:
        verbose_name = "交换节点"
        ordering: ClassVar[list[str]] = ["-is_local", "name"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "name"], condition=models.Q(is_retired=False),
                name="pipe_node_once", violation_error_message="已有同名节点，请换一个名称",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class Deed(models.Model):
    """Something a node is to do once."""

    class State(models.TextChoices):
        WAITING = "waiting", "等待节点"
        DONE = "done", "已完成"
        REFUSED = "refused", "未能完成"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    node = models.ForeignKey(Node, models.CASCADE, related_name="deeds")
    kind = models.CharField("操作", max_length=12, choices=list(DEEDS.items()))
    place = models.CharField("管道或通道", max_length=120)
    detail = models.JSONField("内容", default=dict, blank=True)
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.WAITING)
    said = models.CharField("答复", max_length=500, blank=True)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="操作人")
    at = models.DateTimeField("时间")
    ended_at = models.DateTimeField("完成时间", null=True, blank=True)

    class Meta:
        verbose_name = "节点操作"
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["node"], condition=models.Q(state="waiting"), name="pipe_deed_waiting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.place}"
