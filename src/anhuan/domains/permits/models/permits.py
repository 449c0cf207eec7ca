"""A permit to work and the job it belongs to."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper

from anhuan.domains.org.models import Account, Company, Department
from anhuan.domains.permits.models.templates import KIND_CHOICES, FormTemplate
from anhuan.domains.permits.rules.states import CLOSED, STATE_LABELS, State
from anhuan.domains.plant.models import Area, Structure
from anhuan.kernel.ids import uuid7

SEARCHED = ("number", "content", "place")


class Job(models.Model):
    """One piece of work that may need several permits (GB 30871-2022 4.6)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="permit_jobs")
    name = models.CharField("作业名称", max_length=200)
    coordinator = models.CharField("交叉作业协调人", max_length=50, blank=True)
    crossing_risks = models.TextField("交叉作业风险辨识", blank=True)
    made_at = models.DateTimeField("建立时间", auto_now_add=True)

    class Meta:
        verbose_name = "作业"
        ordering: ClassVar[list[str]] = ["-made_at"]

    def __str__(self) -> str:
        return self.name


class Permit(models.Model):
    """One safety permit. After it is handed in only its state moves on (GB 30871-2022 4.18)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="permits")
    number = models.CharField("编号", max_length=24)
    kind = models.CharField("作业类型", max_length=32, choices=KIND_CHOICES)
    grade = models.CharField("作业级别", max_length=16, blank=True)  # a level code; "" = ungraded
    grade_why = models.JSONField("级别依据", default=dict, blank=True)
    template = models.ForeignKey(FormTemplate, models.PROTECT, related_name="permits")
    job = models.ForeignKey(
        Job, models.SET_NULL, null=True, blank=True, related_name="permits", verbose_name="作业"
    )
    replaces = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="replaced_by",
        verbose_name="替代",
    )  # fmt: skip

    state = models.CharField(
        "状态", max_length=20, choices=list(STATE_LABELS.items()), default=State.RESERVED
    )
    round = models.PositiveSmallIntegerField("轮次", default=1)  # counts what was rejected
    sealed_round = models.PositiveSmallIntegerField(default=0)  # the last application handed in
    turn = models.PositiveSmallIntegerField("签批遍次", default=1)  # counts returns to testing
    version = models.PositiveIntegerField("版本", default=1)

    content = models.TextField("作业内容")
    place = models.CharField("作业位置", max_length=200)
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="permits", verbose_name="区域"
    )
    structure = models.ForeignKey(
        Structure, models.PROTECT, null=True, blank=True, related_name="permits",
        verbose_name="设备设施",
    )  # fmt: skip
    geometry = models.JSONField("作业范围", null=True, blank=True)  # GeoJSON, plant metres
    radius_m = models.FloatField("半径（m）", null=True, blank=True)
    floors = ArrayField(models.SmallIntegerField(), verbose_name="楼层", null=True, blank=True)
    unit = models.ForeignKey(
        Department, models.PROTECT, related_name="permits", verbose_name="作业申请单位"
    )
    contractor = models.ForeignKey(
        Company, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="承包商"
    )
    work_unit = models.CharField("作业单位", max_length=100)
    values = models.JSONField("票面内容", default=dict, blank=True)

    starts_at = models.DateTimeField("计划开始")
    ends_at = models.DateTimeField("计划结束")
    is_urgent = models.BooleanField("紧急预约", default=False)
    urgent_reason = models.CharField("紧急原因", max_length=300, blank=True)
    reserved_by = models.ForeignKey(
        Account, models.PROTECT, related_name="+", verbose_name="申请人"
    )
    reserved_at = models.DateTimeField("预约时间")
    applied_at = models.DateTimeField("申请时间", null=True, blank=True)
    submitted_at = models.DateTimeField("提交签批", null=True, blank=True)
    issued_at = models.DateTimeField("签发时间", null=True, blank=True)
    valid_until = models.DateTimeField("有效期至", null=True, blank=True)
    started_at = models.DateTimeField("实际开始", null=True, blank=True)
    suspended_at = models.DateTimeField("暂停时间", null=True, blank=True)
    finished_at = models.DateTimeField("完工时间", null=True, blank=True)
    accepted_at = models.DateTimeField("验收时间", null=True, blank=True)
    closed_at = models.DateTimeField("关闭时间", null=True, blank=True)
    closed_why = models.CharField("关闭原因", max_length=500, blank=True)
    is_changed = models.BooleanField("有变更", default=False)
    changed_why = models.CharField("变更原因", max_length=500, blank=True)
    cancel_asked_by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="申请取消"
    )
    cancel_why = models.CharField("取消原因", max_length=500, blank=True)
    due_at = models.DateTimeField(
        "下次到时", null=True, blank=True
    )  # when time alone does something
    reminded = models.JSONField("已提醒", default=dict, blank=True)  # what falls due: when
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    class Meta:
        verbose_name = "作业票"
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "number"], name="permit_number_once"),
            models.CheckConstraint(
                name="permit_ends_after", condition=models.Q(ends_at__gt=models.F("starts_at"))
            ),
            models.CheckConstraint(
                name="permit_works_only_when_issued",
                condition=~models.Q(state__in=["working", "suspended", "issued", "verified"])
                | models.Q(issued_at__isnull=False, valid_until__isnull=False),
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company", "-id"], name="permit_newest"),
            models.Index(fields=["company", "state", "-id"], name="permit_state"),
            models.Index(fields=["company", "kind", "grade", "-id"], name="permit_kind"),
            models.Index(fields=["company", "-starts_at"], name="permit_starts"),
            models.Index(fields=["company", "area", "-id"], name="permit_area"),
            models.Index(fields=["company", "unit", "-id"], name="permit_unit"),
            models.Index(fields=["company", "contractor", "-id"], name="permit_contractor"),
            models.Index(fields=["company", "ends_at"], name="permit_ends"),
            models.Index(
                fields=["due_at"], condition=models.Q(due_at__isnull=False), name="permit_due"
            ),
            GinIndex(  # part of a word anywhere in the archive, as its search box asks for it
                *(OpClass(Upper(one), name="gin_trgm_ops") for one in SEARCHED),
                name="permit_words",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_closed(self) -> bool:
        """Nothing more happens to it."""
        return self.state in CLOSED


class PermitLink(models.Model):
    """That two permits belong together; read in both directions (AQP-018)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    a = models.ForeignKey(Permit, models.CASCADE, related_name="links_out")
    b = models.ForeignKey(Permit, models.CASCADE, related_name="links_in")
    at = models.DateTimeField("关联时间")
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "关联作业票"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["a", "b"], name="permit_link_once"),
            models.CheckConstraint(name="permit_link_other", condition=~models.Q(a=models.F("b"))),
        ]

    def __str__(self) -> str:
        return f"{self.a} ↔ {self.b}"
