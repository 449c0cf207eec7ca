"""A firm's people at the plant, each admitted for himself, and the teams they work in."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.contractors.models.decisions import Decided
from anhuan.domains.contractors.models.firms import Contractor
from anhuan.domains.org.models import Person
from anhuan.kernel.ids import uuid7


class Team(models.Model):
    """One of a contractor's teams (CON-004)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contractor = models.ForeignKey(
        Contractor, models.PROTECT, related_name="teams", verbose_name="承包商"
    )
    name = models.CharField("名称", max_length=50)
    leader = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="负责人"
    )
    is_retired = models.BooleanField("停用", default=False)

    class Meta:
        verbose_name = "施工团队"
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["contractor", "name"], name="team_name_once"),
        ]

    def __str__(self) -> str:
        return f"{self.contractor} {self.name}"


class Member(Decided):
    """The plant's decision about one person of a firm; everything else is `org.Person`'s."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.OneToOneField(
        Person, models.PROTECT, related_name="contractor_member", verbose_name="人员"
    )
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="members", verbose_name="施工团队"
    )

    class Meta:
        verbose_name = "承包商人员"
        ordering: ClassVar[list[str]] = ["person__pinyin"]

    def __str__(self) -> str:
        return self.person.name
