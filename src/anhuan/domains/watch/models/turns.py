"""A shift at a post: who is on it, what was noted, to whom it was handed over."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.org.models import Account, DutyShift, Person
from anhuan.domains.watch.models.posts import WatchPost
from anhuan.kernel.ids import uuid7


class Turn(models.Model):
    """One shift of the calendar at one post."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    post = models.ForeignKey(
        WatchPost, models.PROTECT, related_name="turns", verbose_name="值守岗位"
    )
    shift = models.ForeignKey(
        DutyShift, models.CASCADE, related_name="watch_turns", verbose_name="班次"
    )
    people = models.ManyToManyField(
        Person, blank=True, related_name="watch_turns", verbose_name="值班人"
    )

    class Meta:
        verbose_name = "值班"
        ordering: ClassVar[list[str]] = ["-shift__starts_at"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["post", "shift"], name="watch_turn_once"),
        ]

    def __str__(self) -> str:
        return f"{self.post} {self.shift}"

    @property
    def handed(self) -> "Handover | None":
        """The hand-over, once it was signed."""
        return getattr(self, "handover", None)


class Handover(models.Model):
    """Given by one login, taken by another. The situation is as it stood when it was given."""

    turn = models.OneToOneField(
        Turn, models.PROTECT, primary_key=True, related_name="handover", verbose_name="值班"
    )
    given_by = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="交班人")
    given_at = models.DateTimeField("交班时间")
    remarks = models.TextField("交班事项")
    situation = models.JSONField("交班时现场", default=dict)  # {"alarms": […], "permits": […]}
    taken_by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="接班人"
    )
    taken_at = models.DateTimeField("接班时间", null=True, blank=True)
    taken_remarks = models.TextField("接班意见", blank=True)

    class Meta:
        verbose_name = "交接班记录"

    def __str__(self) -> str:
        return f"{self.turn} 交接班"


class LogLine(models.Model):
    """One line of the shift's log; only added to."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    turn = models.ForeignKey(Turn, models.PROTECT, related_name="lines")
    at = models.DateTimeField("时间")
    by = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="记录人")
    text = models.CharField("内容", max_length=500)

    class Meta:
        verbose_name = "值班记录"
        ordering: ClassVar[list[str]] = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.at:%H:%M} {self.text[:40]}"
