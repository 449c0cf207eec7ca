"""When to look and who does it: plans, and what stands still meanwhile."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from anhuan.domains.inspection.models.routes import Point, Route
from anhuan.domains.inspection.models.standards import Standard
from anhuan.domains.inspection.rules.kinds import KIND_CHOICES
from anhuan.domains.inspection.rules.recurrence import Days, Every
from anhuan.domains.org.models import Company, Department, Person
from anhuan.kernel.ids import uuid7

EVERY_CHOICES = [
    (Every.ONCE, "一次"), (Every.HOUR, "每小时"), (Every.DAY, "每天"), (Every.WEEK, "每周"),
    (Every.MONTH, "每月"), (Every.YEAR, "每年"), (Every.SHIFT, "每班"), (Every.HOLIDAY, "节假日前"),
]  # fmt: skip
DAYS_CHOICES = [(Days.ALL, "每天"), (Days.WORKDAYS, "仅工作日"), (Days.REST_DAYS, "仅休息日")]


class Plan(models.Model):
    """One plan of inspection: of a route, or of a list without a route."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="inspection_plans")
    name = models.CharField("名称", max_length=100)
    kind = models.CharField("类型", max_length=16, choices=KIND_CHOICES)
    department = models.ForeignKey(
        Department, models.PROTECT, verbose_name="责任部门", related_name="inspection_plans"
    )
    route = models.ForeignKey(
        Route, models.PROTECT, null=True, blank=True, verbose_name="路线", related_name="plans"
    )
    standard = models.ForeignKey(
        Standard, models.PROTECT, null=True, blank=True, verbose_name="检查标准",
        related_name="plans", help_text="不走路线时填写",
    )  # fmt: skip
    risk_measure_id = models.UUIDField("管控措施", null=True, blank=True)
    hazard_source_id = models.UUIDField("重大危险源", null=True, blank=True)  # of 包保 checks
    people = models.ManyToManyField(Person, related_name="inspection_plans", verbose_name="人员")
    rotation_days = models.PositiveSmallIntegerField(
        "轮换天数", default=0, help_text="0 = 全体人员；n = 每 n 天换一人"
    )
    every = models.CharField("频次", max_length=8, choices=EVERY_CHOICES)
    step = models.PositiveSmallIntegerField("间隔", default=1, validators=[MinValueValidator(1)])
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期", null=True, blank=True)
    hours = models.JSONField("时段", default=list, blank=True)  # [["08:00", "20:00"], …]
    times = models.PositiveSmallIntegerField(
        "次数", default=1, validators=[MinValueValidator(1), MaxValueValidator(48)]
    )
    weekdays = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name="星期", default=list, blank=True
    )
    month_days = ArrayField(models.SmallIntegerField(), verbose_name="日", default=list, blank=True)
    months = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name="月", default=list, blank=True
    )
    days = models.CharField("日期范围", max_length=10, choices=DAYS_CHOICES, default=Days.ALL)
    lead_days = models.PositiveSmallIntegerField("节前天数", default=3)
    tolerance_min = models.PositiveIntegerField("容错时间（分钟）", default=0)
    make_up_min = models.PositiveIntegerField("补检时间（分钟）", default=0)
    remind_min = models.PositiveIntegerField("到期前提醒（分钟）", default=15)
    ahead_days = models.PositiveSmallIntegerField(
        "提前生成（天）", default=2, validators=[MinValueValidator(1), MaxValueValidator(31)]
    )
    made_until = models.DateTimeField("已生成至", null=True, editable=False)
    is_paused = models.BooleanField("暂停", default=False)
    is_retired = models.BooleanField("停用", default=False)

    class Meta:
        verbose_name = "巡检计划"
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="inspection_plan_object",
                condition=models.Q(route__isnull=False) | models.Q(standard__isnull=False),
            ),
            models.CheckConstraint(
                name="inspection_plan_ends",
                condition=models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Standstill(models.Model):
    """A stop, an overhaul, a holiday: spares tasks of what it names, or of the whole plant.

    Province annex 2: the record of stop and overhaul. Naming nothing, it is of the whole plant.
    """

    class Kind(models.TextChoices):
        STOPPED = "stopped", "停用"
        OVERHAUL = "overhaul", "检维修"
        HOLIDAY = "holiday", "放假"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="standstills")
    kind = models.CharField("性质", max_length=10, choices=Kind)
    reason = models.CharField("原因", max_length=200)
    begins_at = models.DateTimeField("开始")
    ends_at = models.DateTimeField("结束", null=True, blank=True, help_text="空 = 另行通知")
    plans = models.ManyToManyField(Plan, blank=True, related_name="+", verbose_name="计划")
    routes = models.ManyToManyField(Route, blank=True, related_name="+", verbose_name="路线")
    points = models.ManyToManyField(Point, blank=True, related_name="+", verbose_name="点位")
    departments = models.ManyToManyField(
        Department, blank=True, related_name="+", verbose_name="部门"
    )
    is_withdrawn = models.BooleanField("已撤销", default=False)

    class Meta:
        verbose_name = "停检记录"
        ordering: ClassVar[list[str]] = ["-begins_at"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="standstill_ends",
                condition=models.Q(ends_at__isnull=True)
                | models.Q(ends_at__gt=models.F("begins_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.reason}"
