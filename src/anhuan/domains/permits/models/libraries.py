"""The libraries a plant grows: gases with their limits, hazards with their measures."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.org.models import Company
from anhuan.domains.permits.rules.gases import Gas
from anhuan.domains.permits.rules.hazards import HazardRow
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.kernel.ids import uuid7


class GasEntry(models.Model):
    """One gas of the plant's library (PTW-089 to PTW-091); shipped ones may be corrected."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.CASCADE, related_name="permit_gases")
    key = models.CharField("代码", max_length=40)
    name = models.CharField("名称", max_length=50)
    formula = models.CharField("分子式", max_length=30, blank=True)
    cas = models.CharField("CAS", max_length=20, blank=True)
    molar_mass_g = models.FloatField("摩尔质量（g/mol）")
    lel_vol_pct = models.FloatField("爆炸下限（%vol）", null=True, blank=True)
    uel_vol_pct = models.FloatField("爆炸上限（%vol）", null=True, blank=True)
    mac_mg_m3 = models.FloatField("MAC（mg/m³）", null=True, blank=True)
    twa_mg_m3 = models.FloatField("PC-TWA（mg/m³）", null=True, blank=True)
    stel_mg_m3 = models.FloatField("PC-STEL（mg/m³）", null=True, blank=True)
    note = models.CharField("备注", max_length=200, blank=True)
    is_retired = models.BooleanField("停用", default=False)

    class Meta:
        verbose_name = "检测气体"
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "key"], name="gas_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def gas(self) -> Gas:
        """As the rules take it."""
        return Gas(
            key=self.key, name=self.name, formula=self.formula, cas=self.cas,
            molar_mass_g=self.molar_mass_g, lel_vol_pct=self.lel_vol_pct,
            uel_vol_pct=self.uel_vol_pct, mac_mg_m3=self.mac_mg_m3, twa_mg_m3=self.twa_mg_m3,
            stel_mg_m3=self.stel_mg_m3, note=self.note,
        )  # fmt: skip


class HazardEntry(models.Model):
    """A line for job-hazard analyses: for which kinds, grades, places and conditions (AQP-019)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.CASCADE, related_name="permit_hazards")
    key = models.CharField("代码", max_length=64)
    step = models.CharField("作业步骤", max_length=200)
    hazard = models.CharField("潜在风险", max_length=500)
    consequence = models.CharField("主要后果", max_length=500)
    measure = models.CharField("管控措施", max_length=1000)
    kinds = models.JSONField("作业类型", default=list, blank=True)  # empty lists mean all
    levels = models.JSONField("级别", default=list, blank=True)
    places = models.JSONField("场所", default=list, blank=True)
    flags = models.JSONField("条件", default=list, blank=True)
    source = models.CharField("来源", max_length=16, default="seed")  # seed, plant, permit
    is_retired = models.BooleanField("停用", default=False)

    class Meta:
        verbose_name = "危害分析库"
        ordering: ClassVar[list[str]] = ["key"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "key"], name="hazard_once"),
        ]

    def __str__(self) -> str:
        return self.hazard[:40]

    @property
    def row(self) -> HazardRow:
        """As the rules take it."""
        return HazardRow(
            key=self.key, step=self.step, hazard=self.hazard, consequence=self.consequence,
            measure=self.measure, kinds=tuple(Kind(one) for one in self.kinds),
            levels=tuple(self.levels), places=tuple(self.places), flags=tuple(self.flags),
        )  # fmt: skip
