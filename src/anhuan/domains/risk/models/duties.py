"""包保责任: duties as data, who held a role from when to when, what was done in each period."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.org.models import Account, Company, Person
from anhuan.domains.plant.models import MajorHazardSource
from anhuan.domains.risk.rules.duties import EVERY_CHOICES, ROLE_CHOICES, Duty, Every, Role
from anhuan.kernel.ids import uuid7


class DutyRow(models.Model):
    """One duty of one role, for every major hazard source of the plant."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.CASCADE, related_name="risk_duties")
    key = models.CharField("代码", max_length=32)
    role = models.CharField("责任人", max_length=12, choices=ROLE_CHOICES)
    text = models.CharField("职责", max_length=300)
    every = models.CharField("频次", max_length=16, choices=EVERY_CHOICES)
    is_check = models.BooleanField("是排查", default=False)
    position = models.PositiveSmallIntegerField("顺序", default=0)
    is_retired = models.BooleanField("停用", default=False)

    class Meta:
        verbose_name = "包保职责"
        ordering: ClassVar[list[str]] = ["position", "key"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "key"], name="risk_duty_once"),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def duty(self) -> Duty:
        """As the rules take it."""
        return Duty(self.key, Role(self.role), self.text, Every(self.every), self.is_check)


class Holding(models.Model):
    """That a person held a role of a source: since when, and when that was registered outside."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    source = models.ForeignKey(MajorHazardSource, models.PROTECT, related_name="holdings")
    role = models.CharField("责任人", max_length=12, choices=ROLE_CHOICES)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="人员"
    )
    since = models.DateTimeField("起")
    until = models.DateTimeField("止", null=True)
    due_on = models.DateField("登记系统更新时限")
    registered_at = models.DateTimeField("登记系统已更新", null=True)
    registered_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    warned_at = models.DateTimeField("已提醒", null=True)

    class Meta:
        verbose_name = "包保责任人"
        ordering: ClassVar[list[str]] = ["-since", "role"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["source", "role"], condition=models.Q(until__isnull=True),
                name="holding_open_once",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.source} {self.get_role_display()}"


class DutyRecord(models.Model):
    """A duty done in one period. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    source = models.ForeignKey(MajorHazardSource, models.PROTECT, related_name="duty_records")
    duty_key = models.CharField("代码", max_length=32)
    duty_text = models.CharField("职责", max_length=300)
    role = models.CharField("责任人", max_length=12, choices=ROLE_CHOICES)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    first = models.DateField("本期自")
    last = models.DateField("本期至")
    done_on = models.DateField("完成日期")
    note = models.CharField("履职情况", max_length=1000)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField("记录人", max_length=64)
    at = models.DateTimeField("记录时间")

    class Meta:
        verbose_name = "履职记录"
        ordering: ClassVar[list[str]] = ["-done_on", "-id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["source", "duty_key", "first"], name="duty_done_once"),
        ]

    def __str__(self) -> str:
        return f"{self.done_on} {self.duty_text[:30]}"

    @property
    def is_late(self) -> bool:
        """Done after its period."""
        return self.done_on > self.last
