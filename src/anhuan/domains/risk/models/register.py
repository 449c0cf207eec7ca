"""The register: object → unit → event → measure. Rows are retired, never deleted.

Levels are kept where they are read most: an event's comes from its assessment, a unit's is that
of its gravest event, an object's that of its gravest unit (`actions.rolling`).
"""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from anhuan.domains.org.models import Company, Department, Person, Post
from anhuan.domains.plant.models import Area, MajorHazardSource, Structure
from anhuan.domains.risk.rules.classes import CLASS_CHOICES, CYCLE_CHOICES, SOURCE_CHOICES
from anhuan.domains.risk.rules.levels import CONTROL_CHOICES, LEVEL_CHOICES
from anhuan.domains.risk.rules.methods import METHOD_CHOICES
from anhuan.kernel.ids import uuid7

_HERE: dict[str, Any] = {"null": True, "blank": True, "related_name": "+"}


class RiskObject(models.Model):
    """What is analysed (风险分析对象): a unit of production, a tank farm, a store, a loading place.

    `code` is the hazard-source code of the national registration system (附件2 表1 HAZARD_CODE);
    where a plant has none yet, rows below it wait.
    """

    class Kind(models.TextChoices):
        UNIT = "unit", "生产装置"
        TANK_FARM = "tank_farm", "罐区"
        WAREHOUSE = "warehouse", "库区"
        LOADING = "loading", "装卸区"
        UTILITY = "utility", "公用工程"
        OTHER = "other", "其他"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="risk_objects")
    code = models.CharField(
        "危险源编码", max_length=36, blank=True, help_text="危险化学品登记信息管理系统的编码"
    )
    own_code = models.CharField(
        "非重大危险源编码", max_length=36, blank=True, help_text="不构成重大危险源的对象"
    )
    name = models.CharField("装置/罐区/库区", max_length=200)
    kind = models.CharField("类别", max_length=16, choices=Kind)
    area = models.ForeignKey(Area, models.PROTECT, verbose_name="所在区域", **_HERE)
    source = models.ForeignKey(
        MajorHazardSource, models.PROTECT, verbose_name="重大危险源", **_HERE
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="+", verbose_name="责任部门"
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="责任人")
    level = models.CharField("风险等级", max_length=8, choices=LEVEL_CHOICES, blank=True)
    position = models.PositiveIntegerField("顺序", default=0)
    is_retired = models.BooleanField("停用", default=False)

    class Meta:
        verbose_name = "风险分析对象"
        ordering: ClassVar[list[str]] = ["position", "name"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "name"], condition=models.Q(is_retired=False),
                name="risk_object_once",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class RiskUnit(models.Model):
    """A part of an object by process, equipment or activity (风险分析单元)."""

    class Kind(models.TextChoices):
        EQUIPMENT = "equipment", "设备设施"
        ACTIVITY = "activity", "作业活动"
        PROCESS = "process", "工艺系统"
        PLACE = "place", "场所"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    object = models.ForeignKey(RiskObject, models.PROTECT, related_name="units")
    name = models.CharField("风险分析单元", max_length=200)
    kind = models.CharField("单元类别", max_length=16, choices=Kind, default=Kind.EQUIPMENT)
    structure = models.ForeignKey(Structure, models.PROTECT, verbose_name="装置设施", **_HERE)
    department = models.ForeignKey(
        Department, models.PROTECT, verbose_name="责任部门", help_text="空 = 同分析对象", **_HERE
    )
    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name="责任人", help_text="空 = 同分析对象", **_HERE
    )
    level = models.CharField("风险等级", max_length=8, choices=LEVEL_CHOICES, blank=True)
    position = models.PositiveIntegerField("顺序", default=0)
    is_retired = models.BooleanField("停用", default=False)

    class Meta:
        verbose_name = "风险分析单元"
        ordering: ClassVar[list[str]] = ["position", "name"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["object", "name"], condition=models.Q(is_retired=False),
                name="risk_unit_once",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class RiskEvent(models.Model):
    """What may happen in a unit (风险事件), with the level its last assessment gave."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(RiskUnit, models.PROTECT, related_name="events")
    name = models.CharField("风险事件", max_length=100)
    hazard = models.CharField("危害因素", max_length=500, blank=True)
    consequence = models.CharField("可能后果", max_length=500, blank=True)
    accidents = ArrayField(
        models.CharField(max_length=20), verbose_name="事故类型", default=list, blank=True
    )
    method = models.CharField("评价方法", max_length=8, choices=METHOD_CHOICES, blank=True)
    level = models.CharField("风险等级", max_length=8, choices=LEVEL_CHOICES, blank=True)
    control = models.CharField("管控层级", max_length=12, choices=CONTROL_CHOICES, blank=True)
    raised_to = models.CharField(
        "提级管控", max_length=12, choices=CONTROL_CHOICES, blank=True,
        help_text="空 = 按风险等级；只能提高",
    )  # fmt: skip
    assessed_at = models.DateTimeField("评价时间", null=True, blank=True)
    position = models.PositiveIntegerField("顺序", default=0)
    is_retired = models.BooleanField("停用", default=False)

    class Meta:
        verbose_name = "风险事件"
        ordering: ClassVar[list[str]] = ["position", "name"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["unit", "name"], condition=models.Q(is_retired=False),
                name="risk_event_once",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class RiskMeasure(models.Model):
    """What keeps an event from happening (管控措施), and what is looked at when it is checked."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="risk_measures")
    event = models.ForeignKey(RiskEvent, models.PROTECT, related_name="measures")
    data_source = models.CharField("管控方式", max_length=2, choices=SOURCE_CHOICES, blank=True)
    class_2 = models.CharField("管控措施分类", max_length=4, choices=CLASS_CHOICES)
    class_3 = models.CharField("自定分类", max_length=100, blank=True)
    text = models.CharField("管控措施", max_length=1000)
    check_content = models.CharField("隐患排查内容", max_length=1000)
    problem = models.CharField(
        "隐患问题描述", max_length=500, blank=True, help_text="措施失效时是什么样，上报隐患时带出"
    )
    post = models.ForeignKey(Post, models.PROTECT, verbose_name="排查岗位", **_HERE)
    person = models.ForeignKey(Person, models.PROTECT, verbose_name="排查责任人", **_HERE)
    cycle_count = models.PositiveSmallIntegerField("排查周期", null=True, blank=True)
    cycle_unit = models.CharField("周期单位", max_length=8, choices=CYCLE_CHOICES, blank=True)
    position = models.PositiveIntegerField("顺序", default=0)
    is_retired = models.BooleanField("停用", default=False)

    class Meta:
        verbose_name = "管控措施"
        ordering: ClassVar[list[str]] = ["position", "id"]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company", "is_retired"], name="risk_measure_of"),
        ]

    def __str__(self) -> str:
        return self.text[:60]
