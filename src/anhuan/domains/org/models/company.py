"""The enterprise, its tree of departments and its posts."""

from typing import Any, ClassVar

from django.db import models
from tree_queries.models import TreeNode

from anhuan.kernel.ids import uuid7


class Company(models.Model):  # type: ignore[django-manager-missing]  # Department: TreeNode
    """An enterprise (企业): the plant's own, a contractor firm, or a plant under a province."""

    class Kind(models.TextChoices):
        PLANT = "plant", "本企业"
        CONTRACTOR = "contractor", "承包商"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.SlugField("代码", max_length=32, unique=True)
    kind = models.CharField("性质", max_length=16, choices=Kind, default=Kind.PLANT)
    name = models.CharField("单位名称", max_length=100)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    enterprise_type = models.CharField("企业类型", max_length=50, blank=True)
    founded_on = models.DateField("成立日期", null=True, blank=True)
    registered_address = models.CharField("注册地址", max_length=200, blank=True)
    site_address = models.CharField("生产经营地址", max_length=200, blank=True)
    postcode = models.CharField("邮政编码", max_length=6, blank=True)
    legal_representative = models.CharField("法定代表人", max_length=50, blank=True)
    principal = models.CharField("主要负责人", max_length=50, blank=True)
    principal_phone = models.CharField("主要负责人电话", max_length=20, blank=True)
    safety_officer = models.CharField("安全负责人", max_length=50, blank=True)
    safety_officer_phone = models.CharField("安全负责人电话", max_length=20, blank=True)
    duty_phone = models.CharField("24 小时值班电话", max_length=20, blank=True)
    headcount = models.PositiveIntegerField("从业人数", null=True, blank=True)
    safety_headcount = models.PositiveIntegerField("专职安全员人数", null=True, blank=True)
    area_m2 = models.PositiveIntegerField("占地面积（m²）", null=True, blank=True)
    industry_class = models.CharField("国民经济行业分类", max_length=50, blank=True)
    regulated_class = models.CharField("监管分类", max_length=50, blank=True)
    registration_no = models.CharField("危化品登记编号", max_length=50, blank=True)
    licence_no = models.CharField("安全生产许可证编号", max_length=50, blank=True)
    economic_type = models.CharField("经济类型", max_length=50, blank=True)
    is_retired = models.BooleanField("停用", default=False)

    class Meta:
        verbose_name = "企业"
        ordering: ClassVar[list[str]] = ["kind", "name"]

    def __str__(self) -> str:
        return self.name


class Department(TreeNode):  # type: ignore[misc]  # an untyped library
    """A node of the organisation tree: company, department, workshop, team."""

    class Level(models.TextChoices):
        COMPANY = "company", "公司"
        DEPARTMENT = "department", "部门"
        WORKSHOP = "workshop", "车间"
        TEAM = "team", "班组"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="departments")
    level = models.CharField("层级", max_length=16, choices=Level)
    name = models.CharField("名称", max_length=100)
    position = models.PositiveIntegerField("顺序", default=0)
    is_retired = models.BooleanField("停用", default=False)

    class Meta:
        verbose_name = "部门"
        ordering: ClassVar[list[str]] = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A post (岗位) people are assigned to."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="posts")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="posts", verbose_name="部门"
    )
    name = models.CharField("名称", max_length=100)
    is_special = models.BooleanField("特种作业岗位", default=False)
    is_retired = models.BooleanField("停用", default=False)

    class Meta:
        verbose_name = "岗位"
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "department", "name"], name="post_once"),
        ]

    def __str__(self) -> str:
        return self.name
