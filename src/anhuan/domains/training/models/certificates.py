"""Kinds of certificate, and the certificates of people."""

from datetime import date
from typing import Any, ClassVar

from django.db import models

from anhuan.domains.org.models import Company, Person
from anhuan.domains.permits.rules.certificates import TRADE_LABELS
from anhuan.domains.training.models.evidence import Evidence
from anhuan.domains.training.rules.kinds import GROUP_LABELS
from anhuan.domains.training.rules.papers import good_until
from anhuan.kernel.ids import uuid7


class CertificateKind(models.Model):
    """What a certificate allows. `trade` is what permits ask for (`permits.rules.certificates`)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="certificate_kinds")
    code = models.SlugField("代码", max_length=32)
    name = models.CharField("名称", max_length=100)
    group = models.CharField(
        "类别", max_length=24, choices=[(one.value, label) for one, label in GROUP_LABELS.items()]
    )
    trade = models.CharField(
        "作业票认定", max_length=24, blank=True,
        choices=[(one.value, label) for one, label in TRADE_LABELS.items()],
        help_text="作业票按此核对；空 = 与作业票无关",
    )  # fmt: skip
    valid_months = models.PositiveSmallIntegerField(
        "有效期（月）", null=True, blank=True, help_text="空 = 长期有效"
    )
    review_months = models.PositiveSmallIntegerField(
        "复审周期（月）", null=True, blank=True, help_text="空 = 不复审"
    )
    is_retired = models.BooleanField("停用", default=False)

    class Meta:
        verbose_name = "证书种类"
        ordering: ClassVar[list[str]] = ["group", "name"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "code"], name="certificate_kind_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Certificate(Evidence):
    """One person's certificate. Nothing is deleted: a wrong one is made void, with the reason."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="certificates")
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="certificates", verbose_name="持证人"
    )
    kind = models.ForeignKey(
        CertificateKind, models.PROTECT, related_name="certificates", verbose_name="种类"
    )
    number = models.CharField("证书编号", max_length=64)
    holder_name = models.CharField(
        "证上姓名", max_length=50, blank=True, help_text="空 = 与持证人相同"
    )
    issuer = models.CharField("发证机关", max_length=100, blank=True)
    issued_on = models.DateField("发证日期", null=True, blank=True)
    valid_until = models.DateField("有效期至", null=True, blank=True)
    reviewed_until = models.DateField(
        "应复审日期", null=True, blank=True, help_text="到期未复审即失效；空 = 按种类推算"
    )
    is_void = models.BooleanField("已作废", default=False)
    void_why = models.CharField("作废原因", max_length=200, blank=True)
    told_days = models.SmallIntegerField("已提醒（天）", null=True, editable=False)

    class Meta:
        verbose_name = "证书"
        ordering: ClassVar[list[str]] = ["valid_until", "number"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "kind", "number"], condition=models.Q(is_void=False),
                name="certificate_number_once",
            ),
        ]  # fmt: skip
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company", "person"], name="certificate_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.kind}"

    @property
    def good_until(self) -> date | None:
        """The last good day; None: without end."""
        return good_until(self.valid_until, self.reviewed_until)
