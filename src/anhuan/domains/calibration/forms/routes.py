"""Routes of surveyed points, and the sheet of points themselves."""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from django import forms

from anhuan.desk.forms import ModelForm
from anhuan.desk.sheets import YES_NO, BadCell, SheetColumn, SheetSpec, parse_float
from anhuan.domains.calibration import actions
from anhuan.domains.calibration.models import SurveyPoint, SurveyRoute
from anhuan.domains.calibration.queries import rows as queries
from anhuan.domains.org.models import Account, Company
from anhuan.domains.org.queries import company_of
from anhuan.domains.plant.models import Area

ROUTE_SEARCH = ("name",)


class RouteForm(ModelForm[SurveyRoute]):
    """A route: its points by name, one a line, in the order they are passed."""

    wide: ClassVar[Sequence[str]] = ("points",)
    points = forms.CharField(
        label="依次经过的测量点", widget=forms.Textarea({"rows": 12}),
        help_text="每行一个测量点名称；可以重复经过",
    )  # fmt: skip

    class Meta:
        model = SurveyRoute
        fields = ("name", "pause_s", "note")

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, company=company, **kwargs)
        rows = SurveyPoint.objects.filter(company=company, is_retired=False)
        self._known = {one.name: one for one in rows}
        if not self.instance._state.adding:
            names = (str(stop.point) for stop in queries.stops_of(self.instance))
            self.fields["points"].initial = "\n".join(names)

    def clean_points(self) -> list[SurveyPoint]:
        """The points named; every line that names none is said."""
        lines = [line.strip() for line in self.cleaned_data["points"].splitlines()]
        unknown = [
            f"第 {number} 行：没有测量点“{name}”"
            for number, name in enumerate(lines, 1)
            if name and name not in self._known
        ]
        if unknown:
            raise forms.ValidationError(unknown)
        return [self._known[name] for name in lines if name]


def point_sheet(company: Company) -> SheetSpec:
    """Surveyed points as a surveyor hands them in."""
    areas = Area.objects.filter(company=company, is_retired=False)
    columns = (
        SheetColumn("name", "名称", required=True, example="罐区 A1"),
        SheetColumn("x_m", "x", required=True, parse=_coordinate, example="41.235", help="m，向东"),
        SheetColumn("y_m", "y", required=True, parse=_coordinate, example="187.40", help="m，向北"),
        SheetColumn("z_m", "标签高度 z", parse=_coordinate, example="1.0", help="m，含楼面高度"),
        SheetColumn("floor", "楼层", parse=_floor, example="1"),
        SheetColumn("area", "区域编码", choices={area.code: area for area in areas}),
        SheetColumn("is_key", "重点防爆区域", choices=YES_NO, example="否"),
        SheetColumn("note", "说明"),
    )
    return SheetSpec("测量点", columns, "名称已有的更新，没有的新登记。坐标为厂区坐标，米。")


def apply_point(account: Account, values: dict[str, Any]) -> str:
    """Register one point, or measure it again."""
    values = {key: value for key, value in values.items() if value is not None}
    found = queries.visible_points(account).filter(name=values["name"]).first()
    if found is None:
        actions.save_point(account, company_of(account), **values)
        return "created"
    if all(getattr(found, key) == value for key, value in values.items()):
        return "unchanged"
    actions.save_point(account, found.company, found, **values)
    return "updated"


def current_points(account: Account) -> Iterator[dict[str, Any]]:
    """What there is now, in the sheet's columns."""
    for one in queries.visible_points(account).order_by("name"):
        yield {
            "name": one.name, "x_m": one.x_m, "y_m": one.y_m, "z_m": one.z_m, "floor": one.floor,
            "area": one.area.code if one.area else None, "is_key": one.is_key, "note": one.note,
        }  # fmt: skip


def _coordinate(text: str) -> float:
    value = parse_float(text)
    if abs(value) > 20_000:
        raise BadCell("坐标应为厂区坐标（米），绝对值不超过 20000")
    return value


def _floor(text: str) -> int:
    if not text.removeprefix("-").isdecimal() or not -9 <= int(text) <= 99:
        raise BadCell(f"“{text[:10]}”不是楼层")
    return int(text)
