"""Forms of the libraries: gases, hazards, points, and the settings."""

from datetime import time
from typing import Any, ClassVar

from django import forms

from anhuan.desk.forms import Form, ModelForm
from anhuan.desk.lists import Filter
from anhuan.domains.permits.models import GasEntry, HazardEntry, PermitPoint, PermitSettings
from anhuan.domains.permits.models.templates import KIND_CHOICES
from anhuan.domains.permits.rules.facts import FLAG_LABELS
from anhuan.domains.permits.rules.kinds import SPECIAL_KINDS
from anhuan.domains.permits.rules.places import PLACES
from anhuan.domains.permits.rules.settings import UPGRADE_MODES, Settings

_UPGRADES = [(kind.value, kind.label) for kind in SPECIAL_KINDS if kind.value != "hot_work"]


class GasEntryForm(ModelForm[GasEntry]):
    """One gas with its limits."""

    class Meta:
        model = GasEntry
        fields = (
            "key", "name", "formula", "cas", "molar_mass_g", "lel_vol_pct", "uel_vol_pct",
            "mac_mg_m3", "twa_mg_m3", "stel_mg_m3", "note", "is_retired",
        )  # fmt: skip


class HazardEntryForm(ModelForm[HazardEntry]):
    """One line for hazard analyses; nothing ticked means everywhere."""

    kinds = forms.MultipleChoiceField(
        label="作业类型", choices=KIND_CHOICES, required=False, widget=forms.CheckboxSelectMultiple
    )
    places = forms.MultipleChoiceField(
        label="场所", choices=list(PLACES.items()), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    flags = forms.MultipleChoiceField(
        label="条件", required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(flag.value, label) for flag, label in FLAG_LABELS.items()],
    )  # fmt: skip
    groups: ClassVar[Any] = (
        ("危害", ("key", "step", "hazard", "consequence", "measure", "is_retired")),
        ("适用（不选为全部）", ("kinds", "places", "flags")),
    )
    wide = ("kinds", "places", "flags", "hazard", "measure")

    class Meta:
        model = HazardEntry
        fields = (
            "key", "step", "hazard", "consequence", "measure", "kinds", "places", "flags",
            "is_retired",
        )  # fmt: skip


class PointForm(ModelForm[PermitPoint]):
    """A code that is scanned on the spot where there is no positioning."""

    class Meta:
        model = PermitPoint
        fields = ("code", "name", "x_m", "y_m", "floor", "is_retired")


class SettingsForm(Form):
    """The plant's figures and how it signs."""

    keeper = forms.CharField(
        label="系统管理专人", required=False, max_length=50, help_text="维护本系统，处置预警和异常"
    )
    on_site = forms.ChoiceField(label="现场签批", choices=PermitSettings.OnSite.choices)
    asks_password = forms.BooleanField(label="签批须输密码", required=False)
    gas_watch = forms.ChoiceField(
        label="连续监测", choices=PermitSettings.GasWatchMode.choices,
        help_text="特级动火、受限空间：作业期间检测仪数据不中断",
    )  # fmt: skip
    detector_silent_s = forms.IntegerField(label="检测仪静默时限")
    lock_code_min = forms.IntegerField(label="开锁授权码有效期")
    position_fresh_s = forms.IntegerField(label="定位有效", min_value=5, max_value=600)
    archive_after_days = forms.IntegerField(label="验收后自动归档", min_value=0)
    kept_days = forms.IntegerField(label="档案保存")
    night_from = forms.TimeField(label="夜间自", input_formats=["%H:%M", "%H:%M:%S"])
    night_until = forms.TimeField(label="夜间至", input_formats=["%H:%M", "%H:%M:%S"])
    upgrade_mode = forms.ChoiceField(label="升级方式", choices=list(UPGRADE_MODES.items()))
    upgraded_kinds = forms.MultipleChoiceField(
        label="同样升级的作业", choices=_UPGRADES, required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="节假日、公休日、夜间和特殊时段，动火作业总是升级",
    )  # fmt: skip
    step_limit_min = forms.IntegerField(label="审批步骤时限")
    expiry_warning_min = forms.IntegerField(label="到期预警提前")
    record_reminder_min = forms.IntegerField(label="2 小时记录提醒提前")
    hand_reading_min = forms.IntegerField(
        label="特级动火人工检测间隔", help_text="没有联网检测仪时，作业中至少这样频繁地检测并记录"
    )
    suspended_limit_min = forms.IntegerField(label="暂停时限")
    acceptance_limit_min = forms.IntegerField(label="验收时限")
    rotation_limit_min = forms.IntegerField(label="受限空间轮换时限")
    on_site_radius_m = forms.FloatField(label="现场签批半径")
    needs_third_party = forms.BooleanField(
        label="特殊作业须由第三方专业机构实施", required=False,
        help_text="第三类企业：预约时必须选择承包商",
    )  # fmt: skip
    heat_stop_c = forms.FloatField(label="高温停工")
    units: ClassVar[Any] = {
        "position_fresh_s": "s", "detector_silent_s": "s", "archive_after_days": "天",
        "kept_days": "天", "on_site_radius_m": "m", "heat_stop_c": "℃",
    } | {name: "min" for name in (
        "step_limit_min", "expiry_warning_min", "record_reminder_min", "suspended_limit_min",
        "acceptance_limit_min", "rotation_limit_min", "lock_code_min", "hand_reading_min",
    )}  # fmt: skip
    groups: ClassVar[Any] = (
        ("管理", ("keeper",)),
        ("签批", ("on_site", "on_site_radius_m", "position_fresh_s", "asks_password",
                "step_limit_min", "needs_third_party")),
        ("升级", ("upgrade_mode", "night_from", "night_until", "upgraded_kinds")),
        ("时限", ("expiry_warning_min", "record_reminder_min", "suspended_limit_min",
                "acceptance_limit_min", "rotation_limit_min", "heat_stop_c")),
        ("监测与锁", ("gas_watch", "detector_silent_s", "hand_reading_min", "lock_code_min")),
        ("档案", ("archive_after_days", "kept_days")),
    )  # fmt: skip
    wide = ("upgraded_kinds",)

    def changes(self, before: dict[str, Any]) -> dict[str, Any]:
        """Fields of the row, the others as `figures` over what was stored."""
        row = {name: self.cleaned_data[name] for name in OF_ROW}
        figures = {
            name: value.isoformat("minutes") if isinstance(value, time) else value
            for name, value in self.cleaned_data.items() if name not in OF_ROW
        }  # fmt: skip
        return row | {"figures": before | figures}


OF_ROW = (
    "on_site", "asks_password", "gas_watch", "position_fresh_s", "archive_after_days", "kept_days",
)  # fmt: skip


def settings_initial(row: PermitSettings, figures: Settings) -> dict[str, Any]:
    """What holds now."""
    names = [name for name in SettingsForm.base_fields if name not in OF_ROW]
    return {name: getattr(row, name) for name in OF_ROW} | {
        name: getattr(figures, name) for name in names
    }


HAZARD_FILTERS = (
    Filter("kind", "作业类型", choices=KIND_CHOICES,
           apply=lambda rows, value: rows.filter(kinds__contains=[value])),
    Filter("place", "场所", choices=list(PLACES.items()),
           apply=lambda rows, value: rows.filter(places__contains=[value])),
    Filter("is_retired", "已停用", kind="bool"),
)  # fmt: skip
