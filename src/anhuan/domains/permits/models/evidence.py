"""What is found out and seen to before work begins: risks, gas, measures, briefing, photos."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.org.models import Account, Person
from anhuan.domains.permits.models.permits import Permit
from anhuan.kernel.ids import uuid7


class RiskRow(models.Model):
    """One line of the job-hazard analysis (PTW-165: four columns)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    permit = models.ForeignKey(Permit, models.CASCADE, related_name="risks")
    round = models.PositiveSmallIntegerField("轮次", default=1)
    seq = models.PositiveSmallIntegerField("序号")
    step = models.CharField("作业步骤", max_length=200)
    hazard = models.CharField("潜在风险", max_length=500)
    consequence = models.CharField("主要后果", max_length=500)
    measure = models.CharField("管控措施", max_length=1000)

    class Meta:
        verbose_name = "作业危害分析"
        ordering: ClassVar[list[str]] = ["round", "seq"]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["permit", "round"], name="risk_of")]

    def __str__(self) -> str:
        return self.step


class GasTest(models.Model):
    """One sampling: before work, or one of the records during it. Never changed."""

    class Phase(models.TextChoices):
        BEFORE = "before", "作业前"
        DURING = "during", "作业中"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    permit = models.ForeignKey(Permit, models.CASCADE, related_name="gas_tests")
    round = models.PositiveSmallIntegerField("轮次", default=1)
    phase = models.CharField("时机", max_length=8, choices=Phase)
    sampled_at = models.DateTimeField("取样时间")
    analysed_at = models.DateTimeField("登记时间")
    analyst = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="分析人")
    analyst_name = models.CharField("分析人", max_length=64)
    instrument = models.CharField("仪器编号", max_length=64, blank=True)
    instrument_until = models.DateField("仪器检定有效期", null=True, blank=True)
    readings = models.JSONField("结果", default=list)  # [{"point","gas","value","unit"}]
    verdict = models.JSONField("判定", default=dict)
    is_good = models.BooleanField("合格")
    source = models.CharField("来源", max_length=16, default="hand")  # hand, portable, fixed

    class Meta:
        verbose_name = "气体分析"
        ordering: ClassVar[list[str]] = ["sampled_at", "id"]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["permit", "-sampled_at"], name="gas_test_of"),
        ]

    def __str__(self) -> str:
        return f"{self.sampled_at:%m-%d %H:%M} {'合格' if self.is_good else '不合格'}"


class MeasureCheck(models.Model):
    """One measure of a permit: whether it applies, its values, who saw that it is in place."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    permit = models.ForeignKey(Permit, models.CASCADE, related_name="measures")
    round = models.PositiveSmallIntegerField("轮次", default=1)
    no = models.PositiveSmallIntegerField("序号")  # the form's number; from 101 added by people
    text = models.CharField("安全措施", max_length=1000)
    is_forced = models.BooleanField("必须涉及", default=False)
    author = models.CharField("编制人", max_length=50, blank=True)  # of measures added by people
    is_involved = models.BooleanField("是否涉及", null=True)
    reason = models.CharField("不涉及的理由", max_length=300, blank=True)
    inputs = models.JSONField("填写", default=dict, blank=True)
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    confirmed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    confirmed_name = models.CharField("确认人", max_length=64, blank=True)
    where = models.JSONField("确认位置", default=dict, blank=True)

    class Meta:
        verbose_name = "安全措施"
        ordering: ClassVar[list[str]] = ["round", "no"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["permit", "round", "no"], name="measure_once"),
        ]

    def __str__(self) -> str:
        return self.text[:40]


class LateField(models.Model):
    """A box of the form that falls due after the application was handed in; filled once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    permit = models.ForeignKey(Permit, models.CASCADE, related_name="late_fields")
    round = models.PositiveSmallIntegerField("轮次", default=1)
    key = models.CharField("栏目", max_length=40)
    value = models.JSONField("内容")
    at = models.DateTimeField("填写时间")
    by = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="填写人")

    class Meta:
        verbose_name = "后填栏目"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["permit", "round", "key"], name="late_field_once"),
        ]

    def __str__(self) -> str:
        return self.key


class Briefing(models.Model):
    """The safety briefing: hazards, measures and what to do in need (GB 30871-2022 4.4)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    permit = models.ForeignKey(Permit, models.CASCADE, related_name="briefings")
    round = models.PositiveSmallIntegerField("轮次", default=1)
    text = models.TextField("交底内容")
    given_at = models.DateTimeField("交底时间")
    given_by = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="交底人")
    given_name = models.CharField("交底人", max_length=64)

    class Meta:
        verbose_name = "安全交底"
        ordering: ClassVar[list[str]] = ["given_at"]

    def __str__(self) -> str:
        return f"{self.given_name} {self.given_at:%m-%d %H:%M}"


class BriefingMark(models.Model):
    """That one person has read and understood a briefing; `read_s`: how long it was open."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    briefing = models.ForeignKey(Briefing, models.CASCADE, related_name="marks")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="接受交底人")
    signed_at = models.DateTimeField("签字时间")
    read_s = models.PositiveIntegerField("阅读（s）", default=0)

    class Meta:
        verbose_name = "接受交底"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["briefing", "person"], name="briefing_mark_once"),
        ]

    def __str__(self) -> str:
        return str(self.person)


class Photo(models.Model):
    """A picture of a step. The content lies in the document store, named by its SM3."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    permit = models.ForeignKey(Permit, models.CASCADE, related_name="photos")
    step = models.CharField("环节", max_length=24)  # a deed, or "signature"
    measure = models.ForeignKey(
        MeasureCheck, models.SET_NULL, null=True, blank=True, related_name="photos"
    )
    file_sm3 = models.CharField("SM3", max_length=64)
    file_name = models.CharField("文件名", max_length=200)
    media_type = models.CharField("媒体类型", max_length=100)
    taken_at = models.DateTimeField("拍摄时间")  # of the phone
    received_at = models.DateTimeField("收到时间")
    by = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="拍摄人")
    where = models.JSONField("位置", default=dict, blank=True)

    class Meta:
        verbose_name = "照片"
        ordering: ClassVar[list[str]] = ["received_at", "id"]

    def __str__(self) -> str:
        return self.file_name
