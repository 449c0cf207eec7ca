"""Changes of process or controls that ask whether a form still fits (AQ 3064.2-2025 5.13.3)."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.org.models import Account, Company
from anhuan.domains.permits.models.templates import KIND_CHOICES
from anhuan.kernel.ids import uuid7


class FormReview(models.Model):
    """A form to be looked at again for an approved change; open until somebody has settled it."""

    class Outcome(models.TextChoices):
        OPEN = "", "须复核"
        REVISED = "revised", "已修订"
        KEPT = "kept", "无需修改"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="form_reviews")
    kind = models.CharField("作业类型", max_length=32, choices=KIND_CHOICES)
    number = models.CharField("变更单号", max_length=64)
    change = models.CharField("变更内容", max_length=500)
    approved_on = models.DateField("变更批准日期")
    asked_by = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="登记人")
    asked_at = models.DateTimeField("登记时间")
    outcome = models.CharField("复核结果", max_length=8, choices=Outcome, blank=True, default="")
    settled_by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="复核人"
    )
    settled_at = models.DateTimeField("复核时间", null=True, blank=True)
    note = models.CharField("复核说明", max_length=500, blank=True)

    class Meta:
        verbose_name = "作业票模板复核"
        ordering: ClassVar[list[str]] = ["-asked_at"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "number", "kind"], name="form_review_once"
            ),
            models.CheckConstraint(
                name="form_review_settled",
                condition=models.Q(outcome="", settled_at__isnull=True)
                | (~models.Q(outcome="") & models.Q(settled_at__isnull=False)),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.number} {self.get_kind_display()}"
