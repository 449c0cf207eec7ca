"""The plant's choices for its register."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from anhuan.desk.forms import Form
from anhuan.domains.risk.rules.direct_red import Rule
from anhuan.domains.risk.rules.scoring import Bounds
from anhuan.domains.risk.rules.settings import Settings

_LEVELS = (("red", "重大（红）"), ("orange", "较大（橙）"), ("yellow", "一般（黄）"))


class SettingsForm(Form):
    """Bounds of both scales, what is red by itself, lists and spans."""

    direct_red = forms.MultipleChoiceField(
        label="直接判定为重大风险", choices=[(one.value, one.label) for one in Rule],
        required=False, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    people_at_once = forms.IntegerField(label="同一时间作业人数达到")
    accidents = forms.CharField(
        label="事故类型", widget=forms.Textarea({"rows": 6}), help_text="每行一种"
    )
    colours_areas = forms.BooleanField(label="厂区地图的区域颜色由风险清单决定", required=False)
    update_within_days = forms.IntegerField(label="包保责任人变更后更新登记系统")
    review_within_months = forms.IntegerField(label="风险评价复评周期")
    groups: ClassVar[Any] = (
        ("LEC 分界值（D）", ("lec_red", "lec_orange", "lec_yellow", "lec_is_inclusive")),
        ("LS 分界值（R）", ("ls_red", "ls_orange", "ls_yellow", "ls_is_inclusive")),
        ("直接判定", ("direct_red", "people_at_once")),
        ("其他", ("accidents", "colours_areas", "update_within_days", "review_within_months")),
    )
    units: ClassVar[dict[str, str]] = {
        "people_at_once": "人", "update_within_days": "天内", "review_within_months": "个月",
    }  # fmt: skip
    wide = ("direct_red",)

    def __init__(self, *args: Any, settings: Settings, **kwargs: Any) -> None:
        kwargs["initial"] = _initial(settings)
        super().__init__(*args, **kwargs)
        for scale in ("lec", "ls"):
            for level, label in _LEVELS:
                field = forms.DecimalField(label=f"{label}自", max_digits=8, decimal_places=2)
                self.fields[f"{scale}_{level}"] = field
            self.fields[f"{scale}_is_inclusive"] = forms.BooleanField(
                label="含分界值（≥）；不勾选为大于（＞）", required=False
            )
        self._dress()

    def asked(self, data: dict[str, Any]) -> Settings:
        """As the rules take it."""
        lines = (one.strip() for one in data["accidents"].splitlines())
        return Settings(
            lec=_bounds(data, "lec"), ls=_bounds(data, "ls"),
            direct_red=tuple(data["direct_red"]), people_at_once=data["people_at_once"],
            accidents=tuple(dict.fromkeys(one for one in lines if one)),
            colours_areas=data["colours_areas"], update_within_days=data["update_within_days"],
            review_within_months=data["review_within_months"],
        )  # fmt: skip


def _initial(settings: Settings) -> dict[str, Any]:
    given: dict[str, Any] = {
        name: getattr(settings, name)
        for name in ("people_at_once", "colours_areas", "update_within_days",
                     "review_within_months")
    }  # fmt: skip
    for scale in ("lec", "ls"):
        bounds: Bounds = getattr(settings, scale)
        given |= {f"{scale}_{level}": getattr(bounds, level) for level, _ in _LEVELS}
        given[f"{scale}_is_inclusive"] = bounds.is_inclusive
    return given | {
        "direct_red": list(settings.direct_red), "accidents": "\n".join(settings.accidents),
    }  # fmt: skip


def _bounds(data: dict[str, Any], scale: str) -> Bounds:
    numbers: dict[str, Decimal] = {level: data[f"{scale}_{level}"] for level, _ in _LEVELS}
    return Bounds(**numbers, is_inclusive=data[f"{scale}_is_inclusive"])
