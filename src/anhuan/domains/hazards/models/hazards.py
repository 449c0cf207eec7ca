"""A hazard: something that is not as it should be, from being seen to being gone."""

from typing import Any, ClassVar

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper

from anhuan.domains.hazards.rules.codes import (
    FUNDS_CHOICES,
    KIND_CHOICES,
    LEVEL_CHOICES,
    SOURCE_CHOICES,
    WAY_CHOICES,
    Level,
)
from anhuan.domains.hazards.rules.states import CLOSED, STATE_LABELS, State
from anhuan.domains.org.models import Account, Company, Department, Person
from anhuan.domains.plant.models import Area, Structure
from anhuan.kernel.ids import uuid7

SEARCHED = ("number", "name", "description", "place")
_KEPT = models.Q(deleted_at__isnull=True)


class Hazard(models.Model):
    """One hazard. Changed by `actions` alone; what they set is signed line by line (`Step`).

    The eighteen things the list of 附件2 4.1.2(3) wants are among the fields. Risk object, unit
    and measure are held by code or id with their name: this slice does not know the register.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="hazards")
    number = models.CharField("编号", max_length=24)
    state = models.CharField(
        "状态", max_length=12, choices=list(STATE_LABELS.items()), default=State.REPORTED
    )
    version = models.PositiveIntegerField("版本", default=1)
    round = models.PositiveSmallIntegerField("整改轮次", default=1)  # counts what was sent back
    origin = models.CharField("来源记录", max_length=80, blank=True)  # "check:<id>", told once

    # what was seen
    source = models.CharField("隐患来源", max_length=16, choices=SOURCE_CHOICES)
    name = models.CharField("隐患名称", max_length=100)
    description = models.CharField("隐患内容", max_length=1000)
    place = models.CharField("地点", max_length=200)
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="hazards", verbose_name="区域"
    )
    structure = models.ForeignKey(
        Structure, models.PROTECT, null=True, blank=True, related_name="hazards",
        verbose_name="设备设施",
    )  # fmt: skip
    x_m = models.FloatField("x（m）", null=True, blank=True)
    y_m = models.FloatField("y（m）", null=True, blank=True)
    floor = models.SmallIntegerField("楼层", null=True, blank=True)
    found_at = models.DateTimeField("排查时间")
    check_unit = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="实施部门",
    )  # fmt: skip
    inspectors = models.CharField("排查人员", max_length=200, blank=True)
    reporter = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人"
    )
    reporter_name = models.CharField("登记人", max_length=64)
    reported_at = models.DateTimeField("登记时间")
    is_suspected_major = models.BooleanField("疑似重大", default=False)
    is_fixed_on_spot = models.BooleanField("已当场整改", default=False)

    # where it belongs
    object_code = models.CharField("风险分析对象编码", max_length=36, blank=True)
    object_name = models.CharField("风险分析对象", max_length=100, blank=True)
    risk_unit_id = models.UUIDField("风险单元", null=True, blank=True)
    risk_unit_name = models.CharField("风险单元", max_length=100, blank=True)
    risk_measure_id = models.UUIDField("管控措施", null=True, blank=True)
    risk_measure_name = models.CharField("管控措施", max_length=300, blank=True)
    check_task_id = models.UUIDField("排查任务", null=True, blank=True)
    check_record_id = models.UUIDField("排查记录", null=True, blank=True)

    # how it was judged
    level = models.PositiveSmallIntegerField(
        "隐患等级", choices=LEVEL_CHOICES, null=True, blank=True
    )
    kind = models.PositiveSmallIntegerField("隐患类型", choices=KIND_CHOICES, null=True, blank=True)
    way = models.PositiveSmallIntegerField("治理类型", choices=WAY_CHOICES, null=True, blank=True)
    basis = models.CharField("判定依据", max_length=500, blank=True)
    assessed_at = models.DateTimeField("评估时间", null=True, blank=True)
    unit = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="hazards",
        verbose_name="整改责任单位",
    )  # fmt: skip
    funds_cny = models.DecimalField(
        "整改资金（元）", max_digits=12, decimal_places=2, null=True, blank=True
    )
    funds_source = models.CharField("资金来源", max_length=12, choices=FUNDS_CHOICES, blank=True)

    # who puts it right, until when
    opinion = models.CharField("整改意见", max_length=500, blank=True)
    rectifier = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="整改责任人"
    )
    rectifier_name = models.CharField("整改责任人", max_length=100, blank=True)
    due_at = models.DateTimeField("整改期限", null=True, blank=True)

    # how it was put right
    cause = models.CharField("原因分析", max_length=1000, blank=True)
    treatment = models.CharField("整改措施", max_length=1000, blank=True)
    result = models.CharField("整改落实情况", max_length=1000, blank=True)
    submitter = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="提交人"
    )
    submitted_at = models.DateTimeField("整改完成时间", null=True, blank=True)

    # who found it good
    accept_unit = models.CharField("评估验收单位", max_length=100, blank=True)
    acceptor_name = models.CharField("验收人员", max_length=100, blank=True)
    accepted_at = models.DateTimeField("验收时间", null=True, blank=True)
    accept_comment = models.CharField("验收情况", max_length=1000, blank=True)

    # how it ended, and what it has to do with others
    closed_at = models.DateTimeField("关闭时间", null=True, blank=True)
    closed_why = models.CharField("关闭原因", max_length=500, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged",
        verbose_name="并入",
    )  # fmt: skip
    recurrence_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="recurrences",
        verbose_name="复发自",
    )  # fmt: skip
    deleted_at = models.DateTimeField("删除时间", null=True, blank=True)
    is_sent = models.BooleanField("已上报", default=False)  # table 6 was given its row
    look_at = models.DateTimeField("下次到时", null=True, blank=True)  # when time does something
    told = models.JSONField("已提醒", default=dict, blank=True)  # key of the due: when
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    class Meta:
        verbose_name = "隐患"
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "number"], name="hazard_number_once"),
            models.UniqueConstraint(
                fields=["company", "origin"], condition=~models.Q(origin=""),
                name="hazard_origin_once",
            ),
            models.CheckConstraint(
                name="hazard_accepted_is_signed",
                condition=~models.Q(state="accepted")
                | models.Q(accepted_at__isnull=False) & ~models.Q(acceptor_name=""),
            ),
        ]  # fmt: skip
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company", "-id"], condition=_KEPT, name="hazard_newest"),
            models.Index(fields=["company", "state", "-id"], condition=_KEPT, name="hazard_state"),
            models.Index(fields=["company", "unit", "-id"], condition=_KEPT, name="hazard_unit"),
            models.Index(fields=["company", "area", "-id"], condition=_KEPT, name="hazard_area"),
            models.Index(
                fields=["company", "level", "-id"], condition=_KEPT, name="hazard_level"
            ),
            models.Index(
                fields=["company", "source", "-id"], condition=_KEPT, name="hazard_source"
            ),
            models.Index(fields=["company", "kind", "-id"], condition=_KEPT, name="hazard_kind"),
            models.Index(fields=["company", "-found_at"], condition=_KEPT, name="hazard_found"),
            models.Index(
                fields=["company", "due_at", "-id"], condition=_KEPT, name="hazard_by_due"
            ),
            models.Index(
                fields=["company", "due_at"], name="hazard_due",
                condition=_KEPT & models.Q(closed_at__isnull=True),
            ),
            models.Index(
                fields=["rectifier", "-id"], name="hazard_rectifier",
                condition=_KEPT & models.Q(closed_at__isnull=True),
            ),
            models.Index(fields=["reporter", "-id"], condition=_KEPT, name="hazard_reporter"),
            models.Index(
                fields=["look_at"], condition=models.Q(look_at__isnull=False), name="hazard_look"
            ),
            models.Index(fields=["company", "-deleted_at"], condition=~_KEPT, name="hazard_gone"),
            GinIndex(  # part of a word anywhere in the ledger, as its search box asks for it
                *(OpClass(Upper(one), name="gin_trgm_ops") for one in SEARCHED),
                name="hazard_words",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def is_closed(self) -> bool:
        """Nothing more happens to it unless it is opened again."""
        return self.state in CLOSED

    @property
    def is_major(self) -> bool:
        """Judged a major one."""
        return self.level == Level.MAJOR
