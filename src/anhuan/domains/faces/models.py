"""Who has agreed to the face check, and what is kept for it: a sealed vector, never a picture."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from anhuan.domains.faces.rules.deciding import THRESHOLD_PCT
from anhuan.domains.org.models import Account, Company, Person
from anhuan.kernel.ids import uuid7


class FaceSettings(models.Model):
    """One row a company; off while there is none."""

    company = models.OneToOneField(
        Company, models.CASCADE, primary_key=True, related_name="face_settings"
    )
    is_on = models.BooleanField(
        "启用人脸核验", default=False, help_text="作业票签批时可用人脸代替再输密码；密码始终可用"
    )
    threshold_pct = models.PositiveSmallIntegerField(
        "判定阈值（%）", default=THRESHOLD_PCT,
        validators=[MinValueValidator(50), MaxValueValidator(99)],
    )  # fmt: skip

    class Meta:
        verbose_name = "人脸核验设置"

    def __str__(self) -> str:
        return f"{self.company} 人脸核验设置"


class FaceConsent(models.Model):
    """That somebody agreed, on what words, and when they took it back; kept after the template."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="face_consents")
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="face_consents", verbose_name="人员"
    )
    words = models.CharField("告知内容", max_length=500)
    given_at = models.DateTimeField("同意时间")
    recorded_by = models.ForeignKey(
        Account, models.PROTECT, related_name="+", verbose_name="登记人"
    )
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    withdrawn_why = models.CharField("撤回原因", max_length=100, blank=True)

    class Meta:
        verbose_name = "人脸同意书"
        ordering: ClassVar[list[str]] = ["-given_at"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(withdrawn_at__isnull=True),
                name="face_consent_one",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.person} 人脸同意书"


class FaceTemplate(models.Model):
    """A person's vector, sealed with a key that is not in the database. Gone with the consent."""

    consent = models.OneToOneField(
        FaceConsent, models.CASCADE, primary_key=True, related_name="template"
    )
    sealed = models.BinaryField()
    network = models.CharField("模型", max_length=100)  # a vector of another network is no match
    enrolled_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "人脸模板"

    def __str__(self) -> str:
        return str(self.consent)
