"""What went down to a plant, and what it answered."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.org.models import Account
from anhuan.domains.province.models.enterprises import Enterprise
from anhuan.domains.province.rules.levels import LEVELS
from anhuan.domains.province.rules.orders import ISSUED, KINDS, OPEN, STATES
from anhuan.kernel.ids import uuid7


class Order(models.Model):
    """A warning, a supervision order, a finding or a reminder. `version` counts every change the
    plant must hear of."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="orders")
    kind = models.CharField("类别", max_length=12, choices=list(KINDS.items()))
    level = models.CharField("等级", max_length=8, choices=list(LEVELS.items()))
    title = models.CharField("事项", max_length=100)
    text = models.TextField("要求", max_length=2000)
    reasons = models.JSONField("原因", default=list)
    about = models.UUIDField("所指数据", null=True)  # a received row
    state = models.CharField("状态", max_length=12, choices=list(STATES.items()), default=ISSUED)
    version = models.PositiveIntegerField("版本", default=1)
    by = models.ForeignKey(
        Account, models.PROTECT, null=True, related_name="+", verbose_name="下发人"
    )  # None: the model
    above = models.UUIDField("上级事项", null=True, unique=True)  # what we pass on, in `reporting`
    from_above = models.CharField("上级下发人", max_length=150, blank=True)
    issued_at = models.DateTimeField("下发时间")
    due_at = models.DateTimeField("反馈期限")
    taken_at = models.DateTimeField("企业接收", null=True)
    answered_at = models.DateTimeField("企业反馈", null=True)
    closed_at = models.DateTimeField("闭环时间", null=True)
    verdict = models.CharField("核查意见", max_length=500, blank=True)

    class Meta:
        verbose_name = "下行事项"
        ordering: ClassVar[list[str]] = ["-issued_at", "id"]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["enterprise"], condition=models.Q(state__in=OPEN), name="order_open"
            ),
            models.Index(fields=["-issued_at"], name="order_newest"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["enterprise"],
                name="order_one_warning",
                condition=models.Q(
                    kind="warning", by__isnull=True, above__isnull=True, state__in=OPEN
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def issuer(self) -> str:
        """Somebody here, the authority above, or the model."""
        return self.from_above or (str(self.by) if self.by else "风险预警模型")


class Answer(models.Model):
    """A plant's word on an order; its id is the plant's, so that it counts once."""

    id = models.UUIDField(primary_key=True, editable=False)
    order = models.ForeignKey(Order, models.PROTECT, related_name="answers")
    cause = models.CharField("原因", max_length=1000)
    measures = models.CharField("处置措施", max_length=1000)
    by = models.CharField("反馈人", max_length=50)
    at = models.DateTimeField("反馈时间")
    received_at = models.DateTimeField("收到时间")
    passed_at = models.DateTimeField("转报时间", null=True)  # where the order came from above

    class Meta:
        verbose_name = "企业反馈"
        ordering: ClassVar[list[str]] = ["received_at"]

    def __str__(self) -> str:
        return f"{self.by}：{self.measures[:40]}"
