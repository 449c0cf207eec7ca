"""Forms of the device ledger."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from anhuan.desk.forms import Form, ModelForm
from anhuan.desk.picks import PickOne
from anhuan.domains.org.models import Company, Person
from anhuan.domains.org.rules import RIGHTS, Role
from anhuan.domains.positioning.models import Anchor, PositioningSettings, Tag, Vehicle
from anhuan.domains.positioning.queries.devices import open_assignments

EX_FIELDS = (
    "ex_mark",
    "ex_certificate",
    "ex_valid_until",
    "ip_rating",
    "max_temperature_c",
    "battery_life_years",
    "installed_on",
)
SOLVER_FIELDS = ("tx_power_dbm", "range_age_ms", "heading_deg", "angle_sd_deg", "reach_m")
UNITS = {"capacity": "个"}  # the other labels carry their unit


class TagForm(ModelForm[Tag]):
    """A tag's ledger row."""

    groups: ClassVar[Sequence[Any]] = (
        ("标签", ("number", "form", "technology", "has_sos")),
        ("防爆与防护", EX_FIELDS),
    )
    units = UNITS

    class Meta:
        model = Tag
        fields = ("number", "form", "technology", "has_sos", *EX_FIELDS)
        help_texts: ClassVar[dict[str, str]] = {
            "number": "设备上报时使用的编号",
            "technology": "例如 UWB、UWB+BLE、BLE",
            "ex_mark": "例如 Ex ib IIC T4 Gb",
            "max_temperature_c": "危险区域不得低于 70 ℃",
        }


class AnchorForm(ModelForm[Anchor]):
    """An anchor: where it hangs and its ledger row."""

    groups: ClassVar[Sequence[Any]] = (
        ("基站", ("number", "technology", "power", "capacity")),
        ("位置", ("area", "floor", "x_m", "y_m", "z_m", "range_limit_m")),
        ("解算参数", SOLVER_FIELDS),
        ("防爆与防护", EX_FIELDS),
    )
    units = UNITS

    class Meta:
        model = Anchor
        fields = (
            "number", "technology", "power", "capacity",
            "area", "floor", "x_m", "y_m", "z_m", "range_limit_m", *SOLVER_FIELDS, *EX_FIELDS,
        )  # fmt: skip
        help_texts: ClassVar[dict[str, str]] = {
            "technology": "uwb-twr、uwb-tdoa、ble-rssi、uwb-aoa、ble-aoa 或 rfid",
            "tx_power_dbm": "蓝牙信标在 1 m 处的实测电平；不填按 −59 dBm",
            "heading_deg": "测角基站的正前方：从厂区正东起逆时针",
            "angle_sd_deg": "一次测角的标准差",
            "reach_m": "区域读卡器能读到标签的最远距离",
            "range_age_ms": "不填：用定位设置中的值",
            "x_m": "厂区坐标，向东为正",
            "y_m": "厂区坐标，向北为正",
            "z_m": "距地面高度",
            "range_limit_m": "10–200 m",
            "battery_life_years": "电池供电的信标不得少于 5 年",
            "max_temperature_c": "危险区域不得低于 70 ℃",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in SOLVER_FIELDS:
            self.fields[name].required = False

    @property
    def changes(self) -> dict[str, Any]:
        """What is left empty of the solver's figures is the usual."""
        given, usual = super().changes, Anchor()
        empty = [name for name in SOLVER_FIELDS if given.get(name) is None]
        return given | {name: getattr(usual, name) for name in empty}


class VehicleForm(ModelForm[Vehicle]):
    """A vehicle."""

    class Meta:
        model = Vehicle
        fields = ("plate", "name", "kind", "department", "driver")


class BindForm(Form):
    """To whom a tag is given."""

    person = forms.ModelChoiceField(
        Person.objects.none(), label="人员", required=False,
        widget=PickOne(words=lambda p: p.pinyin),
    )  # fmt: skip
    vehicle = forms.ModelChoiceField(
        Vehicle.objects.none(), label="车辆", required=False, widget=PickOne(hint="输入车牌或名称")
    )

    def __init__(self, *args: Any, tag: Tag, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if tag.form == Tag.Form.VEHICLE:
            self._offer_vehicles(tag.company)
        else:
            self._offer_people(tag.company)

    def _offer_people(self, company: Company) -> None:
        held = open_assignments().filter(person__isnull=False).values("person")
        people = Person.objects.filter(company=company, is_retired=False).exclude(pk__in=held)
        field = self.fields["person"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people.select_related("department").order_by("pinyin", "number")
        field.label_from_instance = _person_label  # type: ignore[assignment, method-assign]
        field.required = True
        del self.fields["vehicle"]

    def _offer_vehicles(self, company: Company) -> None:
        held = open_assignments().filter(vehicle__isnull=False).values("vehicle")
        field = self.fields["vehicle"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Vehicle.objects.filter(company=company, is_retired=False).exclude(
            pk__in=held
        )
        field.required = True
        del self.fields["person"]


def _person_label(person: Any) -> str:
    where = person.department.name if person.department else person.get_kind_display()
    return f"{person.name}（{person.number} · {where}）"


class ReasonForm(Form):
    """Why something is taken back, stopped or withdrawn."""

    reason = forms.CharField(label="原因", max_length=300, widget=forms.Textarea({"rows": 3}))


class SettingsForm(ModelForm[PositioningSettings]):
    """The plant's limits for devices and the keeping of tracks."""

    groups: ClassVar[Sequence[Any]] = (
        ("设备状态", ("tag_offline_s", "anchor_offline_s", "low_battery_pct",
                  "min_fixes_per_minute")),
        ("报警", ("over_at_limit", "crowd_radius_m", "crowd_longer_than_s", "gas_near_m",
                "no_tag_after_s")),
        ("解算", ("tag_height_m", "path_loss_exponent", "range_age_ms", "still_after_s",
                "still_within_m")),
        ("定位质量", ("quality_good_m", "quality_good_lost_pct", "quality_fair_m",
                  "quality_fair_lost_pct")),
        ("上报频率", ("adapts_rates", "slow_after_s", "slow_every_ms", "fast_every_ms")),
        ("轨迹", ("track_days", "purpose_roles")),
    )  # fmt: skip
    wide: ClassVar[Sequence[str]] = ("purpose_roles",)
    purpose_roles = forms.MultipleChoiceField(
        label="查看轨迹须填目的的角色", required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(role.value, role.label) for role in Role if role in RIGHTS["tracks.view"]],
        help_text="目的记入审计；不选则都不必填",
    )  # fmt: skip

    class Meta:
        model = PositioningSettings
        fields = (
            "tag_offline_s", "anchor_offline_s", "low_battery_pct", "min_fixes_per_minute",
            "over_at_limit", "crowd_radius_m", "crowd_longer_than_s", "gas_near_m",
            "no_tag_after_s", "tag_height_m", "path_loss_exponent", "range_age_ms",
            "still_after_s", "still_within_m", "adapts_rates", "slow_after_s", "slow_every_ms",
            "fast_every_ms", "quality_good_m", "quality_good_lost_pct", "quality_fair_m",
            "quality_fair_lost_pct", "track_days", "purpose_roles",
        )  # fmt: skip
