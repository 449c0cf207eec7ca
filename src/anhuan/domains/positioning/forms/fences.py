"""Drawing a fence: its shape from the map island, its week as rows of ticks."""

import json
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms import Textarea

from anhuan.desk.forms import ModelForm
from anhuan.domains.positioning.models import Fence
from anhuan.domains.positioning.queries import fences as queries
from anhuan.domains.positioning.queries.subjects import KIND_LABELS
from anhuan.kernel.geo import Georeference

DAYS = tuple(enumerate("一二三四五六日", start=1))
PERIODS = 3


class WeekWidget(forms.Widget):
    """Three periods, each with ticked weekdays and a from and to."""

    template_name = "positioning/_week.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The periods as rows, padded with empty ones."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        periods = [*(value if isinstance(value, list) else []), *[{}] * PERIODS]
        context["periods"] = [
            (number, period, period.get("days") or [day for day, _ in DAYS] if period else [])
            for number, period in enumerate(periods[: max(PERIODS, len(periods) - PERIODS)])
        ]
        context["days"] = DAYS
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, Any]]:
        """Rows with a time; a row without ticks means every day."""
        found = []
        for number in range(20):
            start = data.get(f"{name}-{number}-from", "").strip()
            end = data.get(f"{name}-{number}-to", "").strip()
            if start or end:
                ticked = data.getlist(f"{name}-{number}-days")
                days = [int(day) for day in ticked if day in "1234567" and len(day) == 1]
                found.append({"days": days, "from": start[:5], "to": end[:5]})
        return found

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """No rows at all is a value: always in force."""
        return False


class WeekField(forms.Field):
    """A weekly schedule; the rules say what is wrong with it."""

    widget = WeekWidget

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compared as lists."""
        return bool((initial or []) != (data or []))


class FloorsField(forms.CharField):
    """ "1, 2" as [1, 2]; empty means every floor."""

    def prepare_value(self, value: Any) -> Any:
        """A list back to text."""
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """Text to a list of whole numbers."""
        words = (super().to_python(value) or "").replace("，", ",").replace("F", "").split(",")
        try:
            floors = [int(word) for word in words if word.strip()]
        except ValueError:
            raise ValidationError("楼层写作 1, 2, 3；空 = 所有楼层") from None
        if any(not -9 <= floor <= 99 for floor in floors):
            raise ValidationError("楼层应在 -9 到 99 之间")
        return sorted(set(floors)) or None


class HiddenTextarea(Textarea):
    """A textarea that is not drawn: the island reads and writes it."""

    input_type = "hidden"

    def __init__(self) -> None:
        super().__init__({"hidden": True})


class FenceForm(ModelForm[Fence]):
    """A fence. `geometry` is filled by the island `fence_editor`: GeoJSON in degrees."""

    geometry = forms.CharField(label="范围", required=False, widget=HiddenTextarea)
    floors = FloorsField(label="楼层", required=False, help_text="例如 1, 2；空 = 所有楼层")
    schedule = WeekField(label="生效时间", required=False, help_text="不填 = 全天有效")
    allowed_kinds = forms.MultipleChoiceField(
        label="允许的人员类型", required=False, choices=tuple(KIND_LABELS.items()),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    groups: ClassVar[Sequence[Any]] = (
        ("围栏", ("name", "purpose", "area", "floors")),
        ("限值", ("max_people", "min_people", "limit_s", "priority")),
        ("生效", ("valid_from", "valid_until", "schedule")),
        ("谁可以进入（满足任一项即可）", ("allowed_kinds", "allowed_departments", "allowed_posts",
                            "allowed_people")),
    )  # fmt: skip
    wide = (
        "schedule", "allowed_kinds", "allowed_departments", "allowed_posts", "allowed_people",
    )  # fmt: skip

    class Meta:
        model = Fence
        fields = (
            "name", "purpose", "area", "geometry", "radius_m", "floors", "max_people",
            "min_people", "limit_s", "priority", "valid_from", "valid_until", "schedule",
            "allowed_kinds", "allowed_departments", "allowed_posts", "allowed_people",
        )  # fmt: skip
        widgets: ClassVar[dict[str, Any]] = {
            "allowed_departments": forms.CheckboxSelectMultiple,
            "allowed_posts": forms.CheckboxSelectMultiple,
            "allowed_people": forms.CheckboxSelectMultiple,
            "radius_m": forms.HiddenInput,
        }
        help_texts: ClassVar[dict[str, str]] = {
            "max_people": "限员围栏必填：达到即报警",
            "min_people": "最少人数围栏必填：少于即报警",
            "limit_s": "静止、逗留围栏必填",
            "priority": "1 最高 … 4；空 = 按报警类型",
            "allowed_departments": "含下级部门",
        }

    def __init__(self, *args: Any, frame: Georeference, **kwargs: Any) -> None:
        self.frame = frame
        super().__init__(*args, **kwargs)
        purpose = self.fields["purpose"]
        assert isinstance(purpose, forms.ChoiceField)
        purpose.choices = [("", "请选择"), *Fence.Purpose.choices]
        posts = self.fields["allowed_posts"]
        assert isinstance(posts, forms.ModelMultipleChoiceField) and posts.queryset is not None
        posts.queryset = posts.queryset.select_related("department")
        posts.label_from_instance = _post_label  # type: ignore[assignment, method-assign]
        shape = self.instance.geometry if not self.instance._state.adding else None
        if shape:
            self.initial["geometry"] = json.dumps(as_feature(shape, self.instance.radius_m, frame))

    def clean_geometry(self) -> Any:
        """The drawn shape in plant metres; a circle's radius comes with it."""
        text = self.cleaned_data.get("geometry") or ""
        if not text.strip():
            return None
        try:
            drawn = json.loads(text)
        except ValueError:
            self.add_error(None, "图形数据无法读取，请重新绘制")
            return None
        geometry, radius = _taken_apart(drawn)
        self._radius = radius
        return queries.metres_or_as_is(geometry, self.frame)

    def clean(self) -> dict[str, Any]:
        """An area's outline wins over a drawing; the drawing's radius over the hidden field."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        radius = getattr(self, "_radius", None)
        if radius is not None:
            values["radius_m"] = radius
        return values


def _post_label(post: Any) -> str:
    """The same post is found in several departments."""
    return f"{post.name}（{post.department.name}）" if post.department else str(post.name)


def _taken_apart(drawn: Any) -> tuple[Any, float | None]:
    """A Feature, or a bare geometry, as (geometry, radius in metres)."""
    if not isinstance(drawn, dict):
        return drawn, None
    properties = drawn.get("properties") if drawn.get("type") == "Feature" else drawn
    radius = properties.get("radius_m") if isinstance(properties, dict) else None
    geometry = drawn.get("geometry") if drawn.get("type") == "Feature" else drawn
    if isinstance(geometry, dict):
        geometry = {key: geometry.get(key) for key in ("type", "coordinates")}
    is_number = isinstance(radius, int | float) and not isinstance(radius, bool)
    return geometry, float(radius) if is_number else None  # type: ignore[arg-type]


def as_feature(
    geometry: dict[str, Any], radius_m: float | None, frame: Georeference
) -> dict[str, Any]:
    """A shape in plant metres as the editor and the small map take it."""
    return {
        "type": "Feature",
        "geometry": queries.as_lonlat(geometry, frame),
        "properties": {"radius_m": radius_m},
    }
