"""What the desk's templates need."""

from datetime import datetime

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString

from anhuan.desk.grid import facts, grid, plain
from anhuan.desk.lists.markup import td, tr
from anhuan.desk.marks import short_time

register = template.Library()
SHAPES = {"staff": "员工", "contractor": "承包商", "visitor": "访客", "vehicle": "车辆"}


register.filter("td", td)
register.filter("tr", tr)
register.filter("grid", grid)
register.filter("facts", facts)
register.filter("plain_value", plain)


@register.filter
def moment(value: datetime | None) -> str:
    """Plant time, as short as today allows."""
    return short_time(value) if value else ""


@register.filter
def shape_name(kind: str) -> str:
    """The word for a person's shape on the map."""
    return SHAPES.get(kind, "")


@register.filter
def control(field: BoundField) -> SafeString:
    """The field's widget with the house's class."""
    kind = getattr(field.field.widget, "input_type", "")
    css = "" if kind in ("checkbox", "radio", "hidden") else "input"
    if kind == "select":
        css = "input select"
    return field.as_widget(attrs={"class": css} if css else None)


@register.filter
def is_check(field: BoundField) -> bool:
    """Whether the field is a single tick box."""
    return getattr(field.field.widget, "input_type", "") == "checkbox" and not hasattr(
        field.field, "choices"
    )
