"""Fixed hot-work areas and their yearly identification of hazards (GB 30871-2022 5.5)."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.org.models import Account, Company, Person
from anhuan.domains.permits.models.instruments import Instrument
from anhuan.domains.permits.rules.fixed_areas import FixedArea
from anhuan.domains.plant.models import Area
from anhuan.kernel.ids import uuid7


class FixedHotArea(models.Model):
    """Where hot work needs no permit, once approved and while looked at every year.

    A change of place or conditions takes the approval away (5.5.1: drawn anew).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="fixed_hot_areas")
    name = models.CharField("名称", max_length=100)
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所在区域"
    )
    geometry = models.JSONField("范围")  # GeoJSON Polygon, plant metres
    floor = models.SmallIntegerField("楼层", default=1)
    responsible = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="防火责任人"
    )
    is_marked = models.BooleanField("有明显标志", default=False)
    is_downwind = models.BooleanField("在全年最小频率风向的下风或侧风方向", default=False)
    is_indoors = models.BooleanField("在室内", default=False)
    has_fire_wall = models.BooleanField("有实体防火墙隔开，门窗外开", default=False)
    is_in_process_area = models.BooleanField("在生产装置区内", default=False)
    has_gas_alarm = models.BooleanField("有声光报警的固定式可燃气体报警器", default=False)
    detector = models.ForeignKey(
        Instrument, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="联网可燃气体探测器", help_text="区内的固定式探测器，数据显示在本页",
    )  # fmt: skip
    approved_at = models.DateTimeField("批准时间", null=True, blank=True)
    approved_by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="批准人"
    )
    approved_on = models.DateField("批准日期", null=True, blank=True)
    reviewed_on = models.DateField("最近风险辨识", null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    is_retired = models.BooleanField("停用", default=False)

    class Meta:
        verbose_name = "固定动火区"
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "name"], name="fixed_hot_area_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def facts(self) -> FixedArea:
        """As the rules take it."""
        ring = tuple((float(x), float(y)) for x, y, *_ in self.geometry["coordinates"][0])
        return FixedArea(
            outline=ring, approved_on=self.approved_on, reviewed_on=self.reviewed_on,
            responsible=self.responsible.name if self.responsible else "",
            is_marked=self.is_marked, is_downwind=self.is_downwind, is_indoors=self.is_indoors,
            has_fire_wall=self.has_fire_wall, is_in_process_area=self.is_in_process_area,
            has_gas_alarm=self.has_gas_alarm, has_detector=_in_use(self.detector),
        )  # fmt: skip


def _in_use(detector: Instrument | None) -> bool:
    return detector is not None and not detector.is_retired


class FixedHotAreaReview(models.Model):
    """One identification of hazards: at least every year (5.5.1)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    place = models.ForeignKey(FixedHotArea, models.CASCADE, related_name="reviews")
    on = models.DateField("日期")
    by = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="辨识人")
    by_name = models.CharField("辨识人", max_length=64)
    findings = models.TextField("辨识结果")
    has_changed = models.BooleanField("周边环境有变化", default=False)

    class Meta:
        verbose_name = "固定动火区风险辨识"
        ordering: ClassVar[list[str]] = ["-on", "-id"]

    def __str__(self) -> str:
        return f"{self.place} {self.on}"
