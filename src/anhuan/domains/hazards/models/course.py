"""The course of a hazard: signed lines, pictures, plans, extensions, permits."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.hazards.models.hazards import Hazard
from anhuan.domains.hazards.rules.states import DEED_LABELS, STATE_LABELS, WHO_LABELS
from anhuan.domains.org.models import Account
from anhuan.kernel.ids import uuid7


class Step(models.Model):
    """One deed, signed. The database refuses to change or remove one (migration 0002)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    hazard = models.ForeignKey(Hazard, models.CASCADE, related_name="steps")
    seq = models.PositiveIntegerField("序号")
    round = models.PositiveSmallIntegerField("轮次")
    deed = models.CharField("动作", max_length=20, choices=list(DEED_LABELS.items()))
    part = models.CharField("身份", max_length=12, choices=list(WHO_LABELS.items()))
    rank = models.CharField("验收层级", max_length=24, blank=True)
    state = models.CharField("状态", max_length=12, choices=list(STATE_LABELS.items()))
    at = models.DateTimeField("时间")
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    name = models.CharField("签字人", max_length=64)
    method = models.CharField("方式", max_length=12)  # session, password, phone, system
    note = models.CharField("说明", max_length=1000, blank=True)
    content = models.JSONField("内容", default=dict)
    previous_sm3 = models.CharField("前一条 SM3", max_length=64, blank=True)
    sm3 = models.CharField("SM3", max_length=64)
    sm2 = models.CharField("SM2 签名", max_length=128)
    public_key = models.CharField("公钥", max_length=66)

    class Meta:
        verbose_name = "隐患经过"
        ordering: ClassVar[list[str]] = ["seq"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["hazard", "seq"], name="hazard_step_once"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.get_deed_display()} {self.name}"


class Stage(models.TextChoices):
    """What a picture shows."""

    FOUND = "found", "整改前"
    FIXED = "fixed", "整改后"
    ACCEPTED = "accepted", "验收"
    SIGNATURE = "signature", "手写签名"


class Photo(models.Model):
    """A picture. The content lies in the document store, named by its SM3."""

    class Origin(models.TextChoices):
        CAMERA = "camera", "现场拍摄"
        UPLOAD = "upload", "上传"
        VIDEO = "video", "视频抓拍"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    hazard = models.ForeignKey(Hazard, models.CASCADE, related_name="photos")
    stage = models.CharField("环节", max_length=12, choices=Stage)
    round = models.PositiveSmallIntegerField("轮次", default=1)
    file_sm3 = models.CharField("SM3", max_length=64)
    file_name = models.CharField("文件名", max_length=200)
    media_type = models.CharField("媒体类型", max_length=40)
    origin = models.CharField("来源", max_length=8, choices=Origin)
    taken_at = models.DateTimeField("拍摄时间")
    received_at = models.DateTimeField("收到时间")
    place = models.CharField("拍摄地点", max_length=200, blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "隐患照片"
        ordering: ClassVar[list[str]] = ["taken_at", "id"]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["hazard", "stage"], name="hazard_photo_of"),
        ]

    def __str__(self) -> str:
        return self.file_name


class Plan(models.Model):
    """The treatment plan of a major hazard: five in place (应急〔2019〕78号)."""

    class State(models.TextChoices):
        WAITING = "waiting", "待批准"
        APPROVED = "approved", "已批准"
        REJECTED = "rejected", "已退回"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    hazard = models.ForeignKey(Hazard, models.CASCADE, related_name="plans")
    state = models.CharField("状态", max_length=12, choices=State, default=State.WAITING)
    measures = models.TextField("治理措施")
    responsible = models.TextField("责任单位和人员")
    funds = models.TextField("资金")
    time_limit = models.TextField("时限")
    contingency = models.TextField("应急预案")
    interim = models.TextField("治理期间的监控措施", blank=True)
    written_by = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="编制人")
    written_at = models.DateTimeField("编制时间")
    decided_by = models.ForeignKey(
        Account, models.PROTECT, null=True, related_name="+", verbose_name="批准人"
    )
    decided_at = models.DateTimeField("批准时间", null=True)
    remark = models.CharField("批准意见", max_length=500, blank=True)

    class Meta:
        verbose_name = "治理方案"
        ordering: ClassVar[list[str]] = ["-written_at"]

    def __str__(self) -> str:
        return f"{self.hazard_id} {self.get_state_display()}"


class Extension(models.Model):
    """A request for more time, and the answer."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    hazard = models.ForeignKey(Hazard, models.CASCADE, related_name="extensions")
    from_due = models.DateTimeField("原期限", null=True)
    to_due = models.DateTimeField("申请延至")
    reason = models.CharField("延期原因", max_length=500)
    asked_by = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="申请人")
    asked_at = models.DateTimeField("申请时间")
    is_granted = models.BooleanField("同意", null=True)
    decided_by = models.ForeignKey(
        Account, models.PROTECT, null=True, related_name="+", verbose_name="批准人"
    )
    decided_at = models.DateTimeField("答复时间", null=True)
    remark = models.CharField("答复意见", max_length=500, blank=True)

    class Meta:
        verbose_name = "延期申请"
        ordering: ClassVar[list[str]] = ["-asked_at"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["hazard"], condition=models.Q(is_granted__isnull=True),
                name="hazard_one_open_extension",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.hazard_id} → {self.to_due:%m-%d}"


class LinkedPermit(models.Model):
    """A permit to work under which the hazard is put right, by id and number (DUAL-057)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    hazard = models.ForeignKey(Hazard, models.CASCADE, related_name="permits")
    permit_id = models.UUIDField("作业票")
    label = models.CharField("作业票", max_length=200)
    at = models.DateTimeField("关联时间")
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "关联作业票"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["hazard", "permit_id"], name="hazard_permit_once"),
        ]

    def __str__(self) -> str:
        return self.label
