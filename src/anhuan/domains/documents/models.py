"""Files of the plant: rules, laws, drawings, photos. Content is named by its SM3 digest."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.org.models import Account, Company
from anhuan.kernel.ids import uuid7


class Document(models.Model):
    """A filed document with its class, validity and stored file."""

    class Kind(models.TextChoices):
        LAW = "law", "法律法规"
        STANDARD = "standard", "标准规范"
        RULE = "rule", "企业制度"
        DRAWING = "drawing", "图纸"
        REPORT = "report", "报告"
        OTHER = "other", "其他"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="documents")
    kind = models.CharField("类别", max_length=16, choices=Kind)
    number = models.CharField("文号/标准号", max_length=64, blank=True)
    title = models.CharField("标题", max_length=200)
    scope = models.CharField("适用范围", max_length=200, blank=True)
    issued_on = models.DateField("发布日期", null=True, blank=True)
    effective_on = models.DateField("实施日期", null=True, blank=True)
    review_on = models.DateField("下次评审", null=True, blank=True)
    is_void = models.BooleanField("已作废", default=False)
    file_name = models.CharField("文件名", max_length=200, blank=True)
    file_sm3 = models.CharField("文件 SM3", max_length=64, blank=True)
    file_size = models.BigIntegerField("大小（字节）", default=0)
    media_type = models.CharField("媒体类型", max_length=100, blank=True)
    added_by = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="登记人")
    added_at = models.DateTimeField("登记时间", auto_now_add=True)
    is_retired = models.BooleanField("停用", default=False)

    class Meta:
        verbose_name = "文件"
        ordering: ClassVar[list[str]] = ["kind", "-issued_on", "title"]

    def __str__(self) -> str:
        return self.title


class Edition(models.Model):
    """One version of a document, in force from a day until the next; only added to."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    document = models.ForeignKey(Document, models.PROTECT, related_name="editions")
    label = models.CharField("版本", max_length=16)
    effective_on = models.DateField("实施日期")
    what_changed = models.CharField("修订说明", max_length=300, blank=True)
    file_name = models.CharField("文件名", max_length=200, blank=True)
    file_sm3 = models.CharField("文件 SM3", max_length=64, blank=True)
    file_size = models.BigIntegerField("大小（字节）", default=0)
    media_type = models.CharField("媒体类型", max_length=100, blank=True)
    added_by = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="登记人")
    added_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "文件版本"
        ordering: ClassVar[list[str]] = ["effective_on", "added_at"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["document", "label"], name="edition_once"),
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.label}"


class Reading(models.Model):
    """Somebody has read an edition and said so."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="readings")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="阅读人")
    at = models.DateTimeField("阅读时间")

    class Meta:
        verbose_name = "阅读记录"
        ordering: ClassVar[list[str]] = ["at"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["edition", "account"], name="edition_read_once"),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.edition}"
