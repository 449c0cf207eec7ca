"""What is to be done once, and what was done: tasks, arrivals, entries, findings."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.inspection.models.plans import Plan
from anhuan.domains.inspection.models.routes import Point, Route
from anhuan.domains.inspection.rules.identity import IDENTITY_CHOICES
from anhuan.domains.inspection.rules.kinds import KIND_CHOICES
from anhuan.domains.inspection.rules.states import Course
from anhuan.domains.inspection.rules.windows import Window
from anhuan.domains.org.models import Company, Department, Person
from anhuan.kernel.ids import uuid7


class Task(models.Model):
    """One check. Its id is computed from plan and slot: made twice, it is the same one."""

    class Outcome(models.TextChoices):
        NONE = "", "未结束"
        DONE = "done", "已完成"
        MADE_UP = "made_up", "补检"
        MISSED = "missed", "漏检"
        PAUSED = "paused", "停检"
        CANCELLED = "cancelled", "取消"

    id = models.UUIDField(primary_key=True, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="inspection_tasks")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="tasks")
    route = models.ForeignKey(Route, models.PROTECT, null=True, related_name="tasks")
    department = models.ForeignKey(Department, models.PROTECT, related_name="inspection_tasks")
    people = models.ManyToManyField(Person, related_name="inspection_tasks", verbose_name="人员")
    kind = models.CharField("类型", max_length=16, choices=KIND_CHOICES)
    name = models.CharField("名称", max_length=100)
    team = models.CharField("班次", max_length=20, blank=True)
    slot_at = models.DateTimeField("计划开始")  # as the plan has it, whatever stood still
    begins_at = models.DateTimeField("开始")
    ends_at = models.DateTimeField("结束")
    opens_at = models.DateTimeField("可检自")
    due_at = models.DateTimeField("按时至")
    closes_at = models.DateTimeField("补检至")
    stops = models.JSONField("点位", default=list)  # as they were when the task was made
    started_at = models.DateTimeField("开始检查", null=True)
    finished_at = models.DateTimeField("完成", null=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    identity = models.CharField("身份核验", max_length=10, choices=IDENTITY_CHOICES, blank=True)
    signature = models.CharField("签名", max_length=64, blank=True)  # SM3 of the stored picture
    outcome = models.CharField("结果", max_length=10, choices=Outcome, default="", blank=True)
    reason = models.CharField("原因", max_length=200, blank=True)  # paused, cancelled
    abnormal = models.PositiveIntegerField("异常数", default=0)
    told = models.JSONField("已提醒", default=list, blank=True)  # "before", "due", "missed"

    class Meta:
        verbose_name = "巡检任务"
        ordering: ClassVar[list[str]] = ["begins_at", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["plan", "slot_at"], name="inspection_task_once"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company", "begins_at", "id"], name="inspection_board"),
            models.Index(
                fields=["closes_at"], condition=models.Q(outcome=""), name="inspection_open"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def window(self) -> Window:
        """As the rules take it."""
        return Window(
            self.begins_at, self.ends_at, self.due_at - self.ends_at, self.closes_at - self.due_at
        )

    @property
    def course(self) -> Course:
        """What has happened to it, as the rules take it."""
        paused = self.reason if self.outcome == self.Outcome.PAUSED else ""
        cancelled = self.reason if self.outcome == self.Outcome.CANCELLED else ""
        return Course(self.started_at, self.finished_at, paused, cancelled)


class Visit(models.Model):
    """That somebody came to a point, how that was shown, and how much it is worth."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    task = models.ForeignKey(Task, models.PROTECT, related_name="visits")
    point = models.ForeignKey(Point, models.PROTECT, related_name="visits")
    person = models.ForeignKey(Person, models.PROTECT, related_name="inspection_visits")
    method = models.CharField("签到方式", max_length=10)
    arrived_at = models.DateTimeField("到达")
    finished_at = models.DateTimeField("离开", null=True)
    received_at = models.DateTimeField("收到")
    weight = models.PositiveSmallIntegerField("可信度")
    away_m = models.FloatField("定位距离（m）", null=True)
    skipped = models.JSONField("跳过的点位", default=list)
    doubts = models.JSONField("时间疑点", default=list)

    class Meta:
        verbose_name = "到位记录"
        ordering: ClassVar[list[str]] = ["arrived_at"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["task", "point"], name="inspection_visit_once"),
        ]

    def __str__(self) -> str:
        return f"{self.point} {self.arrived_at:%H:%M}"


class Entry(models.Model):
    """What was found of one item. `item` is the item as it was then."""

    class Result(models.TextChoices):
        NORMAL = "normal", "正常"
        ABNORMAL = "abnormal", "异常"
        SKIPPED = "skipped", "停用未检"

    class Handling(models.TextChoices):
        NONE = "", "—"
        ON_SPOT = "on_spot", "当场处理"
        HAZARD = "hazard", "登记隐患"
        FAULT = "fault", "设备故障"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    task = models.ForeignKey(Task, models.PROTECT, related_name="entries")
    point = models.ForeignKey(Point, models.PROTECT, null=True, related_name="entries")
    item_id = models.UUIDField("检查项")
    item = models.JSONField("检查项内容")
    value = models.JSONField("录入值", null=True)
    result = models.CharField("结果", max_length=10, choices=Result)
    process_value = models.FloatField("工艺值", null=True)
    differs = models.BooleanField("与工艺值不符", default=False)
    note = models.CharField("说明", max_length=1000, blank=True)
    files = models.JSONField("照片、录音、视频", default=list, blank=True)  # SM3 of stored files
    proposed = models.FloatField("识别值", null=True)  # read from a picture, confirmed by a person
    instrument = models.CharField("测量仪器", max_length=64, blank=True)  # where one measured it
    doubts = models.JSONField("时间疑点", default=list)
    handling = models.CharField("处置", max_length=8, choices=Handling, default="", blank=True)
    handled = models.CharField("处置结果", max_length=500, blank=True)
    hazard_id = models.UUIDField("隐患", null=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="inspection_entries")
    at = models.DateTimeField("检查时间")
    received_at = models.DateTimeField("收到")

    class Meta:
        verbose_name = "检查记录"
        ordering: ClassVar[list[str]] = ["at"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["task", "point", "item_id"], nulls_distinct=False,
                name="inspection_entry_once",
            ),
        ]  # fmt: skip
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["point", "item_id", "-at"], name="inspection_last_values"),
        ]

    def __str__(self) -> str:
        return f"{self.item.get('name', '')} {self.get_result_display()}"
