"""Who a permit names: leader, guardians, workers; and how they change."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.org.models import Account, Person
from anhuan.domains.permits.models.permits import Permit
from anhuan.kernel.ids import uuid7


class Part(models.TextChoices):
    """In what part somebody is on a permit; the values are those of `rules.roles.Signer`."""

    WORK_LEADER = "work_leader", "作业负责人"
    GUARDIAN = "guardian", "监护人"
    WORKER = "worker", "作业人"
    COMMANDER = "commander", "作业指挥"
    SLINGER = "slinger", "司索人"
    BRIEFER = "briefer", "安全交底人"
    ANALYST = "analyst", "分析人"
    PLAN_AUTHOR = "plan_author", "方案编制人"
    ACCEPTOR = "acceptor", "验收人"


WORKING_PARTS = (Part.WORKER, Part.COMMANDER, Part.SLINGER)  # whoever is briefed and located


class PermitPerson(models.Model):
    """One person in one part, with the certificates they were taken on with (AQP-050).

    `certificates`: [{"trade", "number", "holder_name", "valid_until", "reviewed_until"}], days as
    ISO text; `trade` is one of `rules.certificates.Trade`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    permit = models.ForeignKey(Permit, models.CASCADE, related_name="people")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员")
    part = models.CharField("身份", max_length=16, choices=Part)
    duty = models.CharField("分工", max_length=32, blank=True)  # "指挥", "司索", "焊工"
    certificates = models.JSONField("证书", default=list, blank=True)  # `Certificate` rows
    is_added = models.BooleanField("后加入", default=False)  # after the application was handed in
    joined_at = models.DateTimeField("加入时间")
    left_at = models.DateTimeField("离开时间", null=True, blank=True)
    left_why = models.CharField("离开原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "票上人员"
        ordering: ClassVar[list[str]] = ["joined_at", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["permit", "person", "part"],
                condition=models.Q(left_at__isnull=True),
                name="permit_person_once",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["person", "permit"], name="permit_person_of"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.get_part_display()}"


class Handover(models.Model):
    """The guard, or a shift, passes from one to another: both sign (AQP-048, PTW-061)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    permit = models.ForeignKey(Permit, models.CASCADE, related_name="handovers")
    what = models.CharField("交接", max_length=8)  # guard, shift
    at = models.DateTimeField("时间")
    giver = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="交班人")
    taker = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="接班人")
    note = models.CharField("交接内容", max_length=500, blank=True)
    certificates = models.JSONField("接班人证书", default=list, blank=True)
    taken_at = models.DateTimeField("接受时间", null=True, blank=True)
    taken_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "交接记录"
        ordering: ClassVar[list[str]] = ["at"]

    def __str__(self) -> str:
        return f"{self.giver} → {self.taker}"
