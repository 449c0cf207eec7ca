"""Gas readings, one measure on site, the boxes that fall due later."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms

from anhuan.desk.forms import Form
from anhuan.domains.org.models import Company
from anhuan.domains.permits.forms.boxes import fields_of
from anhuan.domains.permits.forms.rows import Cell, RowsField
from anhuan.domains.permits.rules.forms import Field, FieldType, Input
from anhuan.domains.permits.rules.gas import Reading, Zone
from anhuan.domains.permits.rules.gas.readings import ZONE_LABELS
from anhuan.domains.permits.rules.gases import UNIT_LABELS, Gas, Unit
from anhuan.domains.permits.rules.limits import LIMITS


def reading_cells(gases: Iterable[Gas]) -> list[Cell]:
    """The columns of a test."""
    return [
        Cell("gas", "气体", "choice", [(gas.key, gas.name) for gas in gases]),
        Cell("value", "读数", "number"),
        Cell("unit", "单位", "choice", [(unit.value, UNIT_LABELS[unit]) for unit in Unit]),
        Cell("zone", "取样位置", "choice", [(zone.value, ZONE_LABELS[zone]) for zone in Zone]),
        Cell("point", "点位名称", required=False),
        Cell("distance_m", "距作业点（m）", "number", required=False),
    ]


class GasForm(Form):
    """One sampling: when, with what, every reading."""

    sampled_at = forms.DateTimeField(label="取样时间")
    instrument = forms.CharField(label="仪器编号", max_length=64, required=False)
    instrument_until = forms.DateField(label="检定有效期至", required=False)
    is_inside = forms.BooleanField(label="进入或探入取样", required=False)
    gear = forms.CharField(
        label="佩戴的防护装备", max_length=200, required=False,
        help_text="进入或探入取样时必填，如 长管呼吸器、安全绳；进出同时登记",
    )  # fmt: skip
    groups: ClassVar[Any] = (
        ("取样", ("sampled_at", "instrument", "instrument_until")), ("读数", ("readings",)),
        ("进入取样", ("is_inside", "gear")),
    )  # fmt: skip
    wide = ("readings",)

    def __init__(self, *args: Any, gases: Iterable[Gas], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["readings"] = RowsField(
            reading_cells(gases), spare=6, label="读数", required=False
        )

    def readings(self) -> list[Reading]:
        """As the rules take them."""
        return readings_of(self.cleaned_data["readings"])


def readings_of(rows: Sequence[dict[str, Any]]) -> list[Reading]:
    """Rows of the form as readings."""
    return [
        Reading(
            gas=row["gas"], value=row["value"], unit=Unit(row["unit"]), zone=Zone(row["zone"]),
            point=row.get("point", ""), distance_m=row.get("distance_m"),
        )
        for row in rows
    ]  # fmt: skip


class MeasureForm(Form):
    """One measure: applies or not, its boxes, or why not."""

    no = forms.IntegerField(widget=forms.HiddenInput)
    is_involved = forms.TypedChoiceField(
        label="是否涉及", coerce=lambda text: text == "yes", widget=forms.RadioSelect,
        choices=[("yes", "涉及，已落实"), ("no", "不涉及")],
    )  # fmt: skip
    reason = forms.CharField(label="不涉及的理由", max_length=300, required=False)
    photo = forms.FileField(
        label="现场照片", required=False, help_text="JPG 或 PNG，随措施一起留痕",
        widget=forms.ClearableFileInput({"accept": "image/jpeg,image/png"}),
    )  # fmt: skip
    point = forms.CharField(label="作业点码", max_length=64, required=False)
    units: Any = {}  # type: ignore[misc]  # each form its own

    def __init__(self, *args: Any, inputs: Sequence[Input], is_forced: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units, self.inputs = {}, inputs
        if is_forced:
            self.fields["is_involved"].choices = [("yes", "涉及，已落实")]  # type: ignore[attr-defined]
            self.initial.setdefault("is_involved", "yes")
            del self.fields["reason"]
        for one in inputs:
            self.fields[f"in_{one.key}"] = _input(one)
            self.units[f"in_{one.key}"] = one.unit
        names = ["is_involved", *(f"in_{one.key}" for one in inputs), "reason", "photo",
                 "point"]  # fmt: skip
        self.order_fields(names)

    def values(self) -> dict[str, Any]:
        """What was typed into the measure's boxes."""
        given = {one.key: self.cleaned_data.get(f"in_{one.key}") for one in self.inputs}
        return {key: value for key, value in given.items() if value not in (None, "", [])}


def _input(one: Input) -> forms.Field:
    limit = LIMITS.get(one.check)
    more: dict[str, Any] = {
        "label": one.label,
        "required": False,
        "help_text": limit.clause if limit else "",
    }
    options = [(option.key, option.label) for option in one.options]
    if one.type is FieldType.NUMBER:
        return forms.FloatField(**more)
    if one.type is FieldType.MULTI:
        return forms.MultipleChoiceField(
            choices=options, widget=forms.CheckboxSelectMultiple, **more
        )
    if one.type is FieldType.CHOICE:
        return forms.ChoiceField(choices=[("", "—"), *options], **more)
    return forms.CharField(max_length=200, **more)


class BoxesForm(Form):
    """Boxes of the form, by key."""

    units: Any = {}  # type: ignore[misc]  # each form its own
    wide: Any = ()  # type: ignore[misc]  # each form its own

    def __init__(self, *args: Any, boxes: Sequence[Field], company: Company, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        made = fields_of(boxes, company)
        self.fields.update(made)
        self.units = {f"box_{one.key}": one.unit for one in boxes if one.unit}
        big = (FieldType.MULTI, FieldType.TABLE, FieldType.FILE, FieldType.SKETCH,
               FieldType.PEOPLE, FieldType.PERMITS)  # fmt: skip
        self.wide = [f"box_{one.key}" for one in boxes if one.wide or one.type in big]
        self._dress()
