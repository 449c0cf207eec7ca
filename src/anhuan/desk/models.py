"""What the desk itself keeps: saved views of lists, and answers to repeated API writes."""

from datetime import datetime
from typing import Any, ClassVar

from django.db import models

from anhuan.kernel.ids import uuid7


class SavedView(models.Model):
    """A list as somebody likes it, under a name. `account_id`: the desk knows no accounts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account_id = models.UUIDField("账号")
    page = models.CharField("页面", max_length=200)
    name = models.CharField("名称", max_length=30)
    query = models.CharField("条件", max_length=2000)

    class Meta:
        verbose_name = "列表视图"
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["account_id", "page", "name"], name="view_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class StoredAnswer(models.Model):
    """What an API write answered, so that the same `Idempotency-Key` gets the same answer."""

    account_id = models.UUIDField("账号")
    key = models.CharField("键", max_length=100)
    request_digest = models.CharField("请求摘要", max_length=64)  # SM3 of method, path and body
    status = models.PositiveSmallIntegerField("状态码", default=0)
    body = models.JSONField("内容", null=True)
    at = models.DateTimeField("时间", db_index=True)

    class Meta:
        verbose_name = "接口应答"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["account_id", "key"], name="answer_key_once"),
        ]

    def __str__(self) -> str:
        return self.key

    @classmethod
    def forget_before(cls, moment: datetime) -> int:
        """Delete what is older; a week is plenty. Returns how many."""
        return cls.objects.filter(at__lt=moment).delete()[0]
