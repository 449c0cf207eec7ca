"""The blacklist of firms and people."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.org.models import Account, Company, Person
from anhuan.kernel.ids import uuid7


class Bar(models.Model):
    """One entry: a firm or a person may not work here, until a day or for good (CON-007)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="contractor_bars")
    firm = models.ForeignKey(
        Company, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="人员"
    )
    reason = models.CharField("原因", max_length=300)
    since = models.DateField("起始日期")
    until = models.DateField("截止日期", null=True, blank=True, help_text="空 = 长期")
    by = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="列入人")
    lifted_at = models.DateTimeField("解除时间", null=True, blank=True)
    lifted_by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="解除人"
    )
    lifted_why = models.CharField("解除原因", max_length=300, blank=True)

    class Meta:
        verbose_name = "黑名单"
        ordering: ClassVar[list[str]] = ["-since", "-id"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="bar_names_one",
                condition=models.Q(firm__isnull=False, person__isnull=True)
                | models.Q(firm__isnull=True, person__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.firm or self.person)
