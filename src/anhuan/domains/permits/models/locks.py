"""Codes that open electronic locks: given while a permit's conditions hold (PTW-160, PTW-161)."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.org.models import Account
from anhuan.domains.permits.models.instruments import Instrument
from anhuan.domains.permits.models.permits import Permit
from anhuan.kernel.ids import uuid7


class LockGrant(models.Model):
    """One code. It is told once to whoever asked for it; here is only its digest."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    permit = models.ForeignKey(Permit, models.CASCADE, related_name="lock_grants")
    lock = models.ForeignKey(
        Instrument, models.PROTECT, related_name="lock_grants", verbose_name="电子锁"
    )
    code_sm3 = models.CharField("授权码 SM3", max_length=64)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="下发给")
    by_name = models.CharField("下发给", max_length=64)
    given_at = models.DateTimeField("下发时间")
    until_at = models.DateTimeField("有效至")
    used_at = models.DateTimeField("首次开锁", null=True, blank=True)
    uses = models.PositiveSmallIntegerField("开锁次数", default=0)
    ended_at = models.DateTimeField("收回时间", null=True, blank=True)
    ended_why = models.CharField("收回原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "开锁授权"
        ordering: ClassVar[list[str]] = ["-given_at"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["permit", "lock"], condition=models.Q(ended_at__isnull=True),
                name="lock_grant_once",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.lock} {self.permit}"
