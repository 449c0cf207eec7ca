"""Notices to people, and how each delivery went."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.org.models import Account, Company
from anhuan.kernel.ids import uuid7


class Notice(models.Model):
    """Something a person should know: in page always, by other channels as configured."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, models.CASCADE, related_name="notices")
    at = models.DateTimeField("时间", db_index=True)
    topic = models.CharField("主题", max_length=64)  # "alarm:<uuid>": the same topic folds
    title = models.CharField("标题", max_length=100)
    text = models.CharField("内容", max_length=300, blank=True)
    url = models.CharField("链接", max_length=200, blank=True)
    priority = models.PositiveSmallIntegerField("优先级", default=4)
    read_at = models.DateTimeField("已读", null=True, blank=True)

    class Meta:
        verbose_name = "消息"
        ordering: ClassVar[list[str]] = ["-at"]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["account", "-at"], name="notice_mine")]

    def __str__(self) -> str:
        return self.title


class Channel(models.Model):
    """A way out besides the page: an apprise URL (DingTalk, WeCom, Feishu, SMS gateway, siren)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.CASCADE, related_name="channels")
    name = models.CharField("名称", max_length=50)
    url = models.CharField("地址", max_length=300)
    min_priority = models.PositiveSmallIntegerField("最低优先级", default=2)
    is_enabled = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = "通知渠道"

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """One notice through one channel: state, attempts, last error."""

    class State(models.TextChoices):
        WAITING = "waiting", "待发"
        SENT = "sent", "已发"
        FAILED = "failed", "失败"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries")
    channel = models.ForeignKey(Channel, models.CASCADE, related_name="deliveries")
    state = models.CharField("状态", max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveIntegerField("尝试次数", default=0)
    next_try_at = models.DateTimeField("下次尝试", null=True, blank=True, db_index=True)
    sent_at = models.DateTimeField("发出时间", null=True, blank=True)
    error = models.CharField("错误", max_length=300, blank=True)

    class Meta:
        verbose_name = "投递"

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"
