"""From query parameters to a narrower queryset; shared by pages and the API."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import DateTimeField, Model, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date

from anhuan.desk.lists.spec import Filter


def apply_filters(
    request: HttpRequest, rows: QuerySet[Any], filters: Iterable[Filter], given: Mapping[str, str]
) -> QuerySet[Any]:
    """Narrow by every filter that has a usable value; nonsense is ignored."""
    for wanted in filters:
        value = chosen(request, wanted, given)
        if value is not None:
            rows = _narrow(rows, wanted, value)
    return rows


def chosen(request: HttpRequest, wanted: Filter, given: Mapping[str, str]) -> Any:
    """The filter's value among the parameters, or None."""
    if wanted.kind == "date_range":
        span = tuple(_day(given.get(f"{wanted.key}_{end}", "")) for end in ("from", "to"))
        return span if any(span) else None
    text = given.get(wanted.key, "").strip().replace("\x00", "")
    if not text:
        return None
    if wanted.kind == "bool":
        return {"1": True, "0": False}.get(text)
    if wanted.kind == "choice" and text not in dict(wanted.options(request)):
        return None
    return text


def apply_search(rows: QuerySet[Any], fields: Sequence[str], text: str) -> QuerySet[Any]:
    """Every word must be found in one of the fields."""
    for word in text.replace("\x00", "").split()[:6] if fields else ():
        hit = Q()
        for field in fields:
            hit |= Q(**{field if "__i" in field else f"{field}__icontains": word})
        rows = rows.filter(hit)
    return rows


def _narrow(rows: QuerySet[Any], wanted: Filter, value: Any) -> QuerySet[Any]:
    if callable(wanted.apply):
        return wanted.apply(rows, value)
    field = wanted.apply or wanted.key
    if wanted.kind == "text":
        return rows.filter(**{f"{field}__icontains": value})
    if wanted.kind == "date_range":
        return _between(rows, field, *value)
    return rows.filter(**{field: value})


def _between(
    rows: QuerySet[Any], field: str, first: date | None, last: date | None
) -> QuerySet[Any]:
    """Whole days of plant time, both ends included; works for date and datetime fields."""
    is_moment = _is_moment(rows.model, field)
    if first:
        rows = rows.filter(**{f"{field}__gte": _midnight(first) if is_moment else first})
    if last:
        end = _midnight(last + timedelta(days=1)) if is_moment else last
        rows = rows.filter(**{f"{field}__lt" if is_moment else f"{field}__lte": end})
    return rows


def _is_moment(model: type[Model], path: str) -> bool:
    """Whether the path ("at", "tag__seen_at", "at__date") ends in a moment rather than a day."""
    *parents, last = path.split("__")
    for name in parents:
        field = model._meta.get_field(name)
        if field.related_model is None:
            return False  # a transform such as __date
        model = field.related_model
    return isinstance(model._meta.get_field(last), DateTimeField)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _day(text: str) -> date | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and 1900 < day.year < 9000 else None
