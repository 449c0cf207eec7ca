"""What came in and was refused, and where the engine stands."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.org.models import Company


class DeadLetter(models.Model):
    """A sample of what was refused, with its reason; bounded per reason and day."""

    at = models.DateTimeField("时间", db_index=True)
    subject = models.CharField("主题", max_length=200)
    reason = models.CharField("原因", max_length=32, db_index=True)
    detail = models.CharField("说明", max_length=300)
    payload = models.BinaryField("内容（前 4 KB）")

    class Meta:
        verbose_name = "被拒消息"
        ordering: ClassVar[list[str]] = ["-at"]

    def __str__(self) -> str:
        return f"{self.reason} {self.subject}"


class DeadLetterCount(models.Model):
    """How many were refused: by hour, source and reason. Counts are exact, samples are not all."""

    hour = models.DateTimeField("小时")
    source = models.CharField("来源", max_length=100)
    reason = models.CharField("原因", max_length=32)
    count = models.BigIntegerField("条数", default=0)

    class Meta:
        verbose_name = "被拒统计"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["hour", "source", "reason"], name="dead_count_once"),
        ]

    def __str__(self) -> str:
        return f"{self.hour:%m-%d %H}:00 {self.source} {self.reason} {self.count}"


class EngineState(models.Model):
    """The engine's checkpoint: its whole state as of one stream sequence, one row a shard."""

    company = models.ForeignKey(Company, models.CASCADE, related_name="+")
    shard = models.SmallIntegerField(default=0)
    stream_seq = models.BigIntegerField("已处理到")
    saved_at = models.DateTimeField("保存时间")
    blob = models.BinaryField("状态")
    epoch = models.BigIntegerField("任期", default=0, db_default=0)  # of the lease; fences writers

    class Meta:
        verbose_name = "引擎状态"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "shard"], name="engine_state_once"),
        ]

    def __str__(self) -> str:
        return f"{self.company_id}/{self.shard} @ {self.stream_seq}"
