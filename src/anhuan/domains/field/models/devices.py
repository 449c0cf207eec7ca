"""Phones and terminals that use the field app."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.org.models import Account, Company


class Device(models.Model):
    """One browser on one phone; it names itself when it is first used."""

    id = models.UUIDField(primary_key=True, editable=False)
    company = models.ForeignKey(Company, models.CASCADE, related_name="field_devices")
    account = models.ForeignKey(
        Account, models.CASCADE, related_name="+", verbose_name="最近使用人"
    )
    label = models.CharField("型号", max_length=80, blank=True)
    note = models.CharField("备注", max_length=80, blank=True)
    ex_mark = models.CharField("防爆标志", max_length=50, blank=True)
    ex_certificate = models.CharField("防爆合格证号", max_length=50, blank=True)
    ex_valid_until = models.DateField("防爆证有效期至", null=True, blank=True)
    app_version = models.CharField("应用版本", max_length=20, blank=True)
    first_seen_at = models.DateTimeField("首次使用")
    seen_at = models.DateTimeField("最近联网")
    unsent = models.PositiveIntegerField("未传", default=0)
    oldest_unsent_s = models.PositiveIntegerField("最早未传（s）", default=0)
    session_key = models.CharField(max_length=40, blank=True, editable=False)
    blocked_at = models.DateTimeField("停用时间", null=True, blank=True)
    blocked_reason = models.CharField("停用原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "现场手机"
        ordering: ClassVar[list[str]] = ["-seen_at"]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company", "-seen_at"], name="field_device_seen"),
        ]

    def __str__(self) -> str:
        return self.note or self.label or str(self.pk)[:8]
