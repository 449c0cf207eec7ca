"""Rewards and penalties, decided by a person."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.org.models import Account, Company, Person
from anhuan.kernel.ids import uuid7


class Award(models.Model):
    """So many points for somebody's part in a span; negative: a penalty. Withdrawn, not deleted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="awards")
    person = models.ForeignKey(Person, models.PROTECT, related_name="awards", verbose_name="人员")
    first = models.DateField("自")
    last = models.DateField("至")
    points = models.FloatField("分值")
    proposed = models.FloatField("建议分值")
    amount_cny = models.DecimalField("金额（元）", max_digits=10, decimal_places=2)
    reason = models.CharField("事由", max_length=500)
    decided_by = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="决定人")
    decided_at = models.DateTimeField("决定时间")
    is_withdrawn = models.BooleanField("已撤销", default=False)

    class Meta:
        verbose_name = "奖惩"
        ordering: ClassVar[list[str]] = ["-decided_at"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="award_span", condition=models.Q(last__gte=models.F("first"))
            ),
            models.CheckConstraint(name="award_points", condition=~models.Q(points=0)),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.points:+g}"
