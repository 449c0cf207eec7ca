"""Definitions, kept in every version."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.org.models import Account, Company
from anhuan.domains.pipes.models.nodes import Node
from anhuan.domains.pipes.rules.words import SIDES, WISHES
from anhuan.kernel.ids import uuid7


class Pipe(models.Model):
    """A pipe, or a route that is received. `number` 0: defined in the node's own folder."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="pipes")
    node = models.ForeignKey(Node, models.PROTECT, related_name="pipes", verbose_name="节点")
    name = models.CharField("名称", max_length=120)
    title = models.CharField("说明", max_length=200, blank=True)
    side = models.CharField("方向", max_length=8, choices=list(SIDES.items()))
    wish = models.CharField("要求", max_length=8, choices=list(WISHES.items()), default="running")
    number = models.PositiveIntegerField("版本", default=0)
    is_removed = models.BooleanField("已移除", default=False)

    class Meta:
        verbose_name = "管道"
        ordering: ClassVar[list[str]] = ["side", "name"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["node", "name"], condition=models.Q(is_removed=False),
                name="pipe_once", violation_error_message="该节点上已有同名管道",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title or self.name


class PipeVersion(models.Model):
    """One text, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    pipe = models.ForeignKey(Pipe, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField("版本")
    text = models.TextField("定义")
    note = models.CharField("修改说明", max_length=200, blank=True)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="保存人")
    at = models.DateTimeField("保存时间")

    class Meta:
        verbose_name = "管道版本"
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["pipe", "number"], name="pipe_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.pipe} 版本 {self.number}"
