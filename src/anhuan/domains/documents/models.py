"""Files of the plant: rules, laws, drawings, photos. Content is named by its SM3 digest."""

from typing import ClassVar

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
