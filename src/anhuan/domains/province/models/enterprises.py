"""The plants an authority watches over."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from anhuan.domains.org.models import Company, Department
from anhuan.domains.province.models.nodes import LowerNode
from anhuan.domains.province.rules.levels import LEVELS
from anhuan.kernel.ids import uuid7


class Enterprise(models.Model):
    """A registered plant. `company` is the authority; `bureau`, a node of its tree, watches over
    it. The token is kept as its digest, the cipher's key in a file beside the database."""

    class Kind(models.TextChoices):
        PRODUCER = "producer", "生产企业"
        STORAGE = "storage", "经营企业（带储存）"
        USER = "user", "使用许可企业"
        STATION = "station", "加油站"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="enterprises")
    bureau = models.ForeignKey(
        Department, models.PROTECT, related_name="enterprises", verbose_name="监管单位"
    )
    node = models.ForeignKey(
        LowerNode, models.PROTECT, null=True, blank=True, related_name="enterprises",
        verbose_name="转报平台",
    )  # fmt: skip
    code = models.CharField("企业编码", max_length=36)
    name = models.CharField("企业名称", max_length=100)
    kind = models.CharField("企业类型", max_length=12, choices=Kind, default=Kind.PRODUCER)
    grade = models.CharField(
        "监管分类", max_length=8, choices=list(LEVELS.items()), default="blue"
    )  # AQ 3064.1-2025 5.2.2
    park_code = models.CharField("园区编码", max_length=36, blank=True)
    address = models.CharField("地址", max_length=200, blank=True)
    longitude = models.FloatField("经度", null=True, blank=True)  # CGCS2000
    latitude = models.FloatField("纬度", null=True, blank=True)
    principal = models.CharField("主要负责人", max_length=50, blank=True)
    principal_phone = models.CharField("主要负责人电话", max_length=20, blank=True)
    safety_officer = models.CharField("安全负责人", max_length=50, blank=True)
    safety_phone = models.CharField("安全负责人电话", max_length=20, blank=True)
    duty_phone = models.CharField("24 小时值班电话", max_length=20, blank=True)
    licence_no = models.CharField("安全生产许可证编号", max_length=50, blank=True)
    licence_until = models.DateField("许可证有效期至", null=True, blank=True)
    has_hazard_source = models.BooleanField("有重大危险源", default=False)
    tables = ArrayField(
        models.CharField(max_length=12), verbose_name="应报的表", default=list, blank=True
    )
    token_sm3 = models.CharField(max_length=64, blank=True, editable=False)
    keyed_at = models.DateTimeField("发放密钥", null=True, blank=True, editable=False)
    is_retired = models.BooleanField("停用", default=False)
    made_at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = "监管企业"
        ordering: ClassVar[list[str]] = ["code"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "code"], name="enterprise_code_once"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["token_sm3"], name="enterprise_token")]

    def __str__(self) -> str:
        return self.name
