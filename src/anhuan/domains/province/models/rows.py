"""What plants sent, as it is now."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.province.models.enterprises import Enterprise
from anhuan.domains.province.rules.facts import KINDS
from anhuan.kernel.ids import uuid7


class ReceivedRow(models.Model):
    """One row of one table of one plant; what it is about stands beside it, for pages to ask."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="rows")
    table = models.CharField("表", max_length=12)
    key = models.CharField("主键", max_length=200)
    content = models.JSONField("数据")
    kind = models.CharField("性质", max_length=12, choices=list(KINDS.items()))
    state = models.CharField("状态", max_length=8, blank=True)
    grade = models.CharField("等级", max_length=8, blank=True)
    title = models.CharField("名称", max_length=200, blank=True)
    place = models.CharField("位置", max_length=200, blank=True)
    code = models.CharField("编码", max_length=40, blank=True)
    at = models.DateTimeField("发生时间", null=True)
    ended_at = models.DateTimeField("结束时间", null=True)
    due_at = models.DateTimeField("期限", null=True)
    sent_at = models.DateTimeField("发送时间")  # by the sender's clock, never beyond ours
    received_at = models.DateTimeField("首次收到")
    changed_at = models.DateTimeField("最近收到")

    class Meta:
        verbose_name = "企业数据"
        ordering: ClassVar[list[str]] = ["-changed_at", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["enterprise", "table", "key"], name="received_once"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["kind", "state"], name="received_kind"),
            models.Index(fields=["enterprise", "kind", "-at"], name="received_newest"),
            models.Index(
                fields=["enterprise", "kind"],
                condition=models.Q(state="open"),
                name="received_open",
            ),
            models.Index(
                fields=["title", "enterprise", "key"],
                condition=models.Q(table="AQL_B1"),
                name="received_person",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.key
