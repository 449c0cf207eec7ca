"""A contractor firm at one plant: its approval and its papers."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from anhuan.domains.contractors.models.decisions import Decided
from anhuan.domains.org.models import Company
from anhuan.domains.training.models.evidence import Evidence
from anhuan.kernel.ids import uuid7


class Contractor(Decided):
    """That a firm (`org.Company` of kind contractor) is in the plant's library."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="contractors")
    firm = models.ForeignKey(Company, models.PROTECT, related_name="+", verbose_name="承包商单位")
    scope = models.CharField("承包范围", max_length=200, blank=True)
    contact = models.CharField("现场负责人", max_length=50, blank=True)
    contact_phone = models.CharField("负责人手机", max_length=20, blank=True)
    approved_until = models.DateField(
        "准入有效期至", null=True, blank=True, help_text="空 = 随资质有效期"
    )
    told_days = models.SmallIntegerField("已提醒（天）", null=True, editable=False)

    class Meta:
        verbose_name = "承包商"
        ordering: ClassVar[list[str]] = ["firm__name"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "firm"], name="contractor_once"),
        ]

    def __str__(self) -> str:
        return self.firm.name


class FirmPaper(Evidence):
    """A qualification document of a firm, with its scan."""

    class Kind(models.TextChoices):
        LICENCE = "licence", "营业执照"
        SAFETY_LICENCE = "safety_licence", "安全生产许可证"
        QUALIFICATION = "qualification", "资质证书"
        INSURANCE = "insurance", "工伤保险"
        AGREEMENT = "agreement", "安全管理协议"
        OTHER = "other", "其他"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contractor = models.ForeignKey(
        Contractor, models.PROTECT, related_name="papers", verbose_name="承包商"
    )
    kind = models.CharField("种类", max_length=16, choices=Kind)
    name = models.CharField("名称、等级", max_length=100, blank=True)
    number = models.CharField("编号", max_length=64, blank=True)
    issuer = models.CharField("发证机关", max_length=100, blank=True)
    valid_until = models.DateField("有效期至", null=True, blank=True, help_text="空 = 长期有效")
    is_retired = models.BooleanField("停用", default=False)
    told_days = models.SmallIntegerField("已提醒（天）", null=True, editable=False)

    class Meta:
        verbose_name = "承包商资质"
        ordering: ClassVar[list[str]] = ["kind", "-valid_until"]

    def __str__(self) -> str:
        return f"{self.contractor} {self.label}"

    @property
    def label(self) -> str:
        """The kind with its name."""
        return " ".join(part for part in (str(self.get_kind_display()), self.name) if part)


def demanded() -> list[str]:
    """What a firm has to show, where the plant says nothing else."""
    return [FirmPaper.Kind.LICENCE, FirmPaper.Kind.AGREEMENT]


class ContractorSettings(models.Model):
    """One row a company; the defaults hold while there is none."""

    company = models.OneToOneField(
        Company, models.CASCADE, primary_key=True, related_name="contractor_settings"
    )
    demanded = ArrayField(
        models.CharField(max_length=16, choices=FirmPaper.Kind), verbose_name="必备资质",
        default=demanded, blank=True,
    )  # fmt: skip
    checks_training = models.BooleanField(
        "入厂教育合格才能通过审核", default=True, help_text="按“培训要求”核对"
    )

    class Meta:
        verbose_name = "承包商设置"

    def __str__(self) -> str:
        return f"{self.company} 承包商设置"
