"""What fences were, and what they would have done."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.org.models import Company
from anhuan.domains.positioning.models.fences import Fence
from anhuan.kernel.ids import uuid7


class FenceVersion(models.Model):
    """What a fence was from one change to the next. Written once; the database refuses changes."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    fence = models.ForeignKey(Fence, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("版本")
    at = models.DateTimeField("时间")
    by_name = models.CharField("修改人", max_length=64)
    verb = models.CharField("操作", max_length=16)  # as in the audit: create, update, enable …
    note = models.CharField("说明", max_length=500, blank=True)
    content = models.JSONField("内容")  # queries.versions.content_of

    class Meta:
        verbose_name = "围栏版本"
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["fence", "number"], name="fence_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.fence} · 版本 {self.number}"


class FenceTrial(models.Model):
    """What a fence would have done: stored tracks of a period replayed against it."""

    class State(models.TextChoices):
        WAITING = "waiting", "等待"
        RUNNING = "running", "计算中"
        DONE = "done", "完成"
        FAILED = "failed", "失败"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    fence = models.ForeignKey(Fence, models.CASCADE, related_name="trials")
    content = models.JSONField("试算的围栏")  # as it was when asked
    since = models.DateTimeField("开始")
    until = models.DateTimeField("结束")
    asked_at = models.DateTimeField("提交时间")
    asked_by = models.CharField("提交人", max_length=64)
    state = models.CharField("状态", max_length=8, choices=State, default=State.WAITING)
    progress_pct = models.PositiveSmallIntegerField("进度（%）", default=0)
    touched_at = models.DateTimeField("最近进展", null=True)
    error = models.CharField("失败原因", max_length=300, blank=True)
    figures = models.JSONField("统计", default=dict)  # entries, people, most, most_at, alarms
    findings = models.JSONField("报警", default=list)  # engine.adapters.trial.Finding

    class Meta:
        verbose_name = "围栏试算"
        ordering: ClassVar[list[str]] = ["-asked_at"]

    def __str__(self) -> str:
        return f"{self.fence} {self.since:%m-%d %H:%M}–{self.until:%m-%d %H:%M}"
