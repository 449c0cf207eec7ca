"""What an authority sent down, and what we answered."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.org.models import Account
from anhuan.domains.reporting.models.targets import Target
from anhuan.domains.reporting.rules.orders import KINDS, LEVELS, STATES
from anhuan.kernel.ids import uuid7


class Order(models.Model):
    """A warning, a supervision order, a finding or a reminder, as the authority has it now."""

    id = models.UUIDField(primary_key=True, editable=False)  # the authority's
    target = models.ForeignKey(Target, models.PROTECT, related_name="orders")
    version = models.PositiveIntegerField("版本")
    kind = models.CharField("类别", max_length=12, choices=list(KINDS.items()))
    level = models.CharField("等级", max_length=8, choices=list(LEVELS.items()))
    title = models.CharField("事项", max_length=100)
    text = models.TextField("要求")
    reasons = models.JSONField("原因", default=list)
    state = models.CharField("状态", max_length=12, choices=list(STATES.items()))
    verdict = models.CharField("核查意见", max_length=500, blank=True)
    by = models.CharField("下发人", max_length=50)
    issued_at = models.DateTimeField("下发时间")
    due_at = models.DateTimeField("反馈期限")
    taken_at = models.DateTimeField("接收时间")
    plant = models.CharField("企业编码", max_length=36, blank=True)  # below us, whom it is for
    passed_version = models.PositiveIntegerField("已转达版本", default=0)
    has_arrived = models.BooleanField("企业已接收", default=False)

    class Meta:
        verbose_name = "监管事项"
        ordering: ClassVar[list[str]] = ["-issued_at", "id"]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["target", "-issued_at"], name="report_order_newest"),
        ]

    def __str__(self) -> str:
        return self.title


class OrderReply(models.Model):
    """Our word on an order; its id goes with it, so that it counts once over there."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.ForeignKey(Order, models.PROTECT, related_name="replies")
    cause = models.CharField("原因", max_length=1000)
    measures = models.CharField("处置措施", max_length=1000)
    by = models.ForeignKey(
        Account, models.PROTECT, null=True, related_name="+", verbose_name="反馈人"
    )  # None: the plant below, whose word we pass on
    by_name = models.CharField("反馈人姓名", max_length=50, blank=True)
    at = models.DateTimeField("反馈时间")
    sent_at = models.DateTimeField("送达时间", null=True)

    class Meta:
        verbose_name = "监管事项反馈"
        ordering: ClassVar[list[str]] = ["at", "id"]

    def __str__(self) -> str:
        return self.measures[:60]
