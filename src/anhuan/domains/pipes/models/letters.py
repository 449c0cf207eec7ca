"""Dead letters of all nodes."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.pipes.models.nodes import Node
from anhuan.domains.pipes.rules.words import LETTERS, SIDES
from anhuan.kernel.ids import uuid7


class Letter(models.Model):
    """A message nobody could apply, or no message could be made of. The node keeps it whole."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    node = models.ForeignKey(Node, models.CASCADE, related_name="letters")
    place = models.CharField("管道或通道", max_length=120)
    number = models.BigIntegerField("编号")
    side = models.CharField("方向", max_length=8, choices=list(SIDES.items()))
    table = models.CharField("表", max_length=120)
    key = models.TextField("主键")
    code = models.CharField("错误代码", max_length=40)
    reason = models.TextField("原因")
    body = models.TextField("内容")
    state = models.CharField("状态", max_length=10, choices=list(LETTERS.items()),
                             default="waiting")  # fmt: skip
    said = models.CharField("处理说明", max_length=500, blank=True)
    at = models.DateTimeField("收到时间")
    ended_at = models.DateTimeField("了结时间", null=True, blank=True)

    class Meta:
        verbose_name = "死信"
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["node", "place", "number"], name="pipe_letter_once"),
        ]

    def __str__(self) -> str:
        return f"{self.place} #{self.number}"
