"""Courses, and who needs them."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.org.models import Company, Person, Post
from anhuan.domains.permits.models.templates import KIND_CHOICES
from anhuan.domains.training.rules.passes import PASS_MARK
from anhuan.kernel.ids import uuid7


class Course(models.Model):
    """Something that is taught and passed. Fences and permits name it by its code."""

    class Kind(models.TextChoices):
        ENTRY = "entry", "三级安全教育"
        CONTRACTOR = "contractor", "承包商入厂教育"
        REFRESHER = "refresher", "年度再培训"
        RETURN = "return", "转岗复岗"
        CHANGE = "change", "四新培训"
        WORK = "work", "特殊作业专项"
        OTHER = "other", "其他"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="courses")
    code = models.SlugField("代码", max_length=32)
    name = models.CharField("名称", max_length=100)
    kind = models.CharField("类别", max_length=16, choices=Kind)
    hours = models.FloatField("学时", default=0)
    pass_mark = models.PositiveSmallIntegerField("及格线（分）", default=PASS_MARK)
    valid_months = models.PositiveSmallIntegerField(
        "合格有效期（月）", null=True, blank=True, help_text="空 = 长期有效"
    )
    note = models.CharField("说明", max_length=300, blank=True)
    is_retired = models.BooleanField("停用", default=False)

    class Meta:
        verbose_name = "培训课程"
        ordering: ClassVar[list[str]] = ["kind", "name"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "code"], name="course_code_once"),
        ]

    def __str__(self) -> str:
        return self.name


class CourseNeed(models.Model):
    """That a course is asked of a kind of person, a post, or whoever does a kind of work."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="course_needs")
    course = models.ForeignKey(
        Course, models.PROTECT, related_name="needs", verbose_name="培训课程"
    )
    person_kind = models.CharField("人员类型", max_length=16, choices=Person.Kind, blank=True)
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="岗位"
    )
    work_kind = models.CharField("作业类型", max_length=32, choices=KIND_CHOICES, blank=True)

    class Meta:
        verbose_name = "培训要求"
        ordering: ClassVar[list[str]] = ["course__name", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "course", "person_kind", "post", "work_kind"],
                name="course_need_once", nulls_distinct=False,
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.course}：{self.whom}"

    @property
    def whom(self) -> str:
        """For whom, in words."""
        said = [self.get_person_kind_display(), str(self.post or ""), self.get_work_kind_display()]
        return " · ".join(str(one) for one in said if one) or "所有人员"
