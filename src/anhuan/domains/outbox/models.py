"""Events waiting for, or past, their relay."""

from typing import Any, ClassVar

from django.db import models

from anhuan.kernel.ids import uuid7


class OutboxEvent(models.Model):
    """A typed event written in the transaction that caused it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    seq = models.BigIntegerField("序号", null=True, unique=True)  # dense, given by the relay
    company = models.CharField("企业", max_length=32)  # Company.code: the NATS subject part
    type = models.CharField("类型", max_length=64, db_index=True)
    at = models.DateTimeField("时间", db_index=True)
    data = models.JSONField("内容")
    published_at = models.DateTimeField("已发布", null=True)

    class Meta:
        verbose_name = "事件"
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["id"], condition=models.Q(seq__isnull=True), name="outbox_waiting"
            ),
            models.Index(
                fields=["seq"],
                condition=models.Q(published_at__isnull=True),
                name="outbox_unpublished",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seq or '…'} {self.type}"


class Reaction(models.Model):
    """That one reaction of `web/wiring.py` to one event was done, or why not yet."""

    event = models.ForeignKey(OutboxEvent, models.CASCADE, related_name="reactions")
    name = models.CharField("反应", max_length=100)
    done_at = models.DateTimeField("完成", null=True)
    attempts = models.PositiveIntegerField("尝试次数", default=0)
    next_try_at = models.DateTimeField("下次尝试", null=True)
    error = models.TextField("错误", blank=True)

    class Meta:
        verbose_name = "反应"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["event", "name"], name="reaction_once"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["next_try_at"],
                condition=models.Q(done_at__isnull=True),
                name="reaction_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ← {self.event_id}"
