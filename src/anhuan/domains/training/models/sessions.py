"""Sessions of a course, and who passed: a file for each session and person (TRAIN-012)."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.org.models import Company, Person
from anhuan.domains.training.models.courses import Course
from anhuan.domains.training.models.evidence import Evidence
from anhuan.kernel.ids import uuid7


class Session(Evidence):
    """A course held once, with its sign-in sheet or papers as evidence."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="training_sessions")
    course = models.ForeignKey(
        Course, models.PROTECT, related_name="sessions", verbose_name="培训课程"
    )
    held_on = models.DateField("培训日期")
    place = models.CharField("地点", max_length=100, blank=True)
    trainer = models.CharField("讲师/培训机构", max_length=100, blank=True)
    hours = models.FloatField("实际学时", null=True, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)

    class Meta:
        verbose_name = "培训场次"
        ordering: ClassVar[list[str]] = ["-held_on", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "course", "held_on", "place"], name="training_session_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course} {self.held_on}"


class Result(models.Model):
    """How one person came out of a session. A wrong one is made void, with the reason."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    session = models.ForeignKey(
        Session, models.PROTECT, related_name="results", verbose_name="培训场次"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="training_results", verbose_name="人员"
    )
    score = models.FloatField("成绩（分）", null=True, blank=True)
    is_passed = models.BooleanField("合格")
    valid_until = models.DateField("合格有效期至", null=True, blank=True)
    is_void = models.BooleanField("已作废", default=False)
    void_why = models.CharField("作废原因", max_length=200, blank=True)
    told_days = models.SmallIntegerField("已提醒（天）", null=True, editable=False)

    class Meta:
        verbose_name = "培训成绩"
        ordering: ClassVar[list[str]] = ["-session__held_on", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["session", "person"], condition=models.Q(is_void=False), name="result_once"
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["person", "is_passed"], name="result_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.session}"
