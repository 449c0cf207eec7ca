"""People: employees, contractors and visitors alike. An account is optional."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.org.models.company import Company, Department, Post
from anhuan.kernel.ids import uuid7


class Person(models.Model):
    """Anyone who may be in the plant. AQ 3064.3 5.1.1: name, unit, post, qualification, kind."""

    class Kind(models.TextChoices):
        EMPLOYEE = "employee", "正式员工"
        INTERN = "intern", "实习生"
        OUTSOURCED = "outsourced", "外包人员"
        CONTRACTOR = "contractor", "承包商"
        VISITOR = "visitor", "访客"

        @property
        def on_map(self) -> str:
            """How the map draws such a person: staff, contractor or visitor (AQ 3064.3 5.4.1)."""
            if self.value in ("contractor", "outsourced"):
                return "contractor"
            return "visitor" if self.value == "visitor" else "staff"

    class Sex(models.TextChoices):
        MALE = "male", "男"
        FEMALE = "female", "女"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="people", verbose_name="企业")
    employer = models.ForeignKey(
        Company,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="所属单位",
        help_text="承包商人员填承包商单位",
    )
    number = models.CharField("工号", max_length=32)
    name = models.CharField("姓名", max_length=50)
    pinyin = models.CharField("拼音", max_length=200, blank=True, editable=False)
    kind = models.CharField("人员类型", max_length=16, choices=Kind)
    sex = models.CharField("性别", max_length=8, choices=Sex)
    born_on = models.DateField("出生日期", null=True, blank=True)
    phone = models.CharField("手机", max_length=20, blank=True)
    identity_no = models.CharField("证件号码", max_length=32, blank=True)
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        verbose_name="部门",
    )
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="people", verbose_name="岗位"
    )
    duty_title = models.CharField("职务", max_length=50, blank=True)
    professional_title = models.CharField("职称", max_length=50, blank=True)
    trade = models.CharField("工种", max_length=50, blank=True)
    qualification = models.CharField("职业资格", max_length=100, blank=True)
    is_special_worker = models.BooleanField("特种作业人员", default=False)
    host = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="接待人"
    )
    valid_until = models.DateField("入厂有效期至", null=True, blank=True)
    is_retired = models.BooleanField("离职/离厂", default=False)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    class Meta:
        verbose_name = "人员"
        ordering: ClassVar[list[str]] = ["pinyin", "number"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "number"], name="person_number_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def map_kind(self) -> str:
        """See `Kind.on_map`."""
        return self.Kind(self.kind).on_map
