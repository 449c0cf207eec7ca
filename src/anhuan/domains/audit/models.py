"""The audit chain: who did what, when, before and after; sealed row by row with SM3."""

from typing import Any, ClassVar

from django.db import models


class AuditRow(models.Model):
    """One write, or one look at something private. Never changed, never deleted.

    Rows are written unsealed in the action's transaction (so that actions never wait for each
    other) and sealed within a second by the relay: `seq` dense, `seal` = SM3(previous seal + row).
    A database trigger refuses every other change.
    """

    seq = models.BigIntegerField("链序号", null=True, unique=True)
    at = models.DateTimeField("时间", db_index=True)
    company_id = models.UUIDField("企业", null=True)  # null: the installation's own
    actor_id = models.UUIDField("操作人", null=True)
    actor_name = models.CharField("操作人姓名", max_length=64)
    address = models.GenericIPAddressField("来源地址", null=True)
    verb = models.CharField("动作", max_length=32)  # create, update, retire, view_track, login …
    target_type = models.CharField("对象类型", max_length=64)  # "org.person"
    target_id = models.CharField("对象", max_length=64)
    target_name = models.CharField("对象名称", max_length=200)
    before = models.JSONField("之前", null=True)
    after = models.JSONField("之后", null=True)
    note = models.CharField("说明", max_length=500, blank=True)
    seal = models.CharField("封签 SM3", max_length=64, null=True)

    class Meta:
        verbose_name = "审计记录"
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["target_type", "target_id", "-at"], name="audit_target"),
            models.Index(fields=["actor_id", "-at"], name="audit_actor"),
            models.Index(fields=["company_id", "-at"], name="audit_company"),
            models.Index(
                fields=["id"], condition=models.Q(seq__isnull=True), name="audit_unsealed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.actor_name} {self.verb} {self.target_name}"
