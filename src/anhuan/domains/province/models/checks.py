"""Online patrols and spot checks."""

from typing import ClassVar

from django.db import models

from anhuan.domains.org.models import Account
from anhuan.domains.province.models.enterprises import Enterprise
from anhuan.domains.province.models.orders import Order
from anhuan.kernel.ids import uuid7

SUBJECTS = {
    "online": "系统在线与数据接入", "commitment": "安全承诺", "alarms": "报警处置",
    "works": "特殊作业", "dual": "双重预防", "people": "人员定位", "sensing": "感知数据与阈值",
    "video": "视频", "duties": "包保责任",
}  # fmt: skip


class SpotCheck(models.Model):
    """Somebody looked at something of a plant from afar, or went there (`is_on_site`)."""

    class Result(models.TextChoices):
        NORMAL = "normal", "正常"
        ABNORMAL = "abnormal", "异常"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="spot_checks")
    subject = models.CharField("检查内容", max_length=12, choices=list(SUBJECTS.items()))
    about = models.UUIDField("所指数据", null=True)
    is_on_site = models.BooleanField("现场核查", default=False)
    result = models.CharField("结果", max_length=12, choices=Result)
    note = models.TextField("情况", max_length=2000)
    order = models.OneToOneField(
        Order, models.PROTECT, null=True, related_name="spot_check", verbose_name="下行事项"
    )
    by = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="检查人")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "巡查抽查"
        ordering: ClassVar[list[str]] = ["-at", "id"]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.get_subject_display()}"
