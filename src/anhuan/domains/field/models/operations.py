"""What people did with their phones, exactly as it came, and what was answered. Only added to."""

from typing import Any, ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from anhuan.domains.field.models.devices import Device
from anhuan.domains.org.models import Account, Company


class Operation(models.Model):
    """One deed. Its id was made by the phone and is its idempotency key."""

    class State(models.TextChoices):
        ACCEPTED = "accepted", "已收到"
        REFUSED = "refused", "被退回"

    id = models.UUIDField(primary_key=True, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="操作人")
    device = models.ForeignKey(Device, models.PROTECT, null=True, related_name="operations")
    kind = models.CharField("操作", max_length=64)
    stream = models.CharField("对象", max_length=120)
    seq = models.BigIntegerField("手机序号")
    payload = models.JSONField("内容")
    files = models.JSONField("附件", default=list)
    stamp = models.JSONField("手机时钟")
    digest = models.CharField("SM3", max_length=64)
    device_at = models.DateTimeField("手机时间")
    happened_at = models.DateTimeField("推定时间")
    doubt_s = models.FloatField("时间存疑（s）")
    doubts = models.JSONField("疑点", default=list)
    received_at = models.DateTimeField("收到时间")
    state = models.CharField("结果", max_length=8, choices=State)
    result = models.JSONField("应答", default=dict, encoder=DjangoJSONEncoder)
    blockers = models.JSONField("原因", default=list)

    class Meta:
        verbose_name = "现场操作"
        ordering: ClassVar[list[str]] = ["-received_at"]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company", "-received_at"], name="field_operation_received"),
            models.Index(fields=["device", "-received_at"], name="field_operation_device"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.get_state_display()}"
