"""Somebody an evacuation concerns, and how far they have come."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.emergency.models.evacuations import Evacuation
from anhuan.domains.emergency.rules.person import HOW_LABELS, STAGE_LABELS, Course, How, Stage
from anhuan.domains.org.models import Account, Person
from anhuan.domains.plant.models import Area
from anhuan.domains.positioning.models import Tag
from anhuan.kernel.ids import uuid7


class Evacuee(models.Model):
    """One affected person of one evacuation."""

    class Joined(models.TextChoices):
        INSIDE = "inside", "下令时在内"
        ENTERED = "entered", "下令后进入"
        ADDED = "added", "人工加入"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    evacuation = models.ForeignKey(Evacuation, models.PROTECT, related_name="evacuees")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    tag = models.ForeignKey(Tag, models.PROTECT, null=True, related_name="+")
    joined = models.CharField("加入方式", max_length=8, choices=Joined, default=Joined.INSIDE)
    joined_at = models.DateTimeField("下令时间")
    area = models.ForeignKey(Area, models.SET_NULL, null=True, related_name="+")
    x_m = models.FloatField("x（m）", null=True)
    y_m = models.FloatField("y（m）", null=True)
    floor = models.SmallIntegerField("楼层", null=True)

    stage = models.CharField(
        "状态", max_length=8, choices=list(STAGE_LABELS.items()), default=Stage.INSIDE
    )
    out_at = models.DateTimeField("离开危险区", null=True)
    safe_at = models.DateTimeField("到位时间", null=True)
    how = models.CharField("到位方式", max_length=8, choices=list(HOW_LABELS.items()), blank=True)
    muster = models.ForeignKey(Area, models.SET_NULL, null=True, related_name="+")
    muster_since = models.DateTimeField("在集合点", null=True)
    ticked_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    tick_note = models.CharField("点到说明", max_length=200, blank=True)

    message = models.UUIDField("指令", null=True)  # the outbox event that carries the order
    sent_at = models.DateTimeField("指令发出", null=True)
    acknowledged_at = models.DateTimeField("指令确认", null=True)

    class Meta:
        verbose_name = "疏散人员"
        ordering: ClassVar[list[str]] = ["joined_at", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["evacuation", "person"], name="evacuee_once"),
            models.CheckConstraint(
                name="evacuee_safe_says_how",
                condition=~models.Q(stage=Stage.SAFE)
                | (models.Q(safe_at__isnull=False) & ~models.Q(how="")),
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["message"],
                condition=models.Q(sent_at__isnull=True),
                name="evacuee_unsent",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def course(self) -> Course:
        """As the rules take it."""
        return Course(
            joined_at=self.joined_at, stage=Stage(self.stage), out_at=self.out_at,
            safe_at=self.safe_at, how=How(self.how) if self.how else None,
            muster=self.muster_id, muster_since=self.muster_since,
        )  # fmt: skip

    def follow(self, course: Course) -> None:
        """Take the rules' answer over."""
        self.stage, self.out_at, self.safe_at = course.stage, course.out_at, course.safe_at
        self.how = course.how or ""
        self.muster_id, self.muster_since = course.muster, course.muster_since
        if course.how is not How.HAND:
            self.ticked_by, self.tick_note = None, ""


COURSE_FIELDS = (
    "stage", "out_at", "safe_at", "how", "muster", "muster_since", "ticked_by", "tick_note",
)  # fmt: skip
