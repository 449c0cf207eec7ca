"""Which days, how fine, what it is narrowed to: of the page and of the API alike."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.http import QueryDict
from django.utils import timezone

from anhuan.domains.mechanism.queries.rates import GRAINS, Asked

LONGEST = timedelta(days=366)
USUAL = timedelta(days=27)


@dataclass(frozen=True, slots=True)
class Span:
    """First and last plant day, both included."""

    first: date
    last: date
    asked: Asked


def span_from(given: QueryDict | dict[str, str], now: datetime) -> Span:
    """The last four weeks by day when nothing, or nothing sensible, is asked for."""
    first, last = _days(given, timezone.localtime(now).date())
    grain = given.get("grain") or ""
    asked = Asked(
        moment(first), moment(last + timedelta(days=1)), grain if grain in GRAINS else "day",
        _uuid(given.get("department")), _uuid(given.get("plan")),
        tuple(one for one in (given.get("kind") or "",) if one),
    )  # fmt: skip
    return Span(first, last, asked)


def moment(day: date) -> datetime:
    """A plant day's first moment."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _days(given: QueryDict | dict[str, str], today: date) -> tuple[date, date]:
    try:
        first, last = sorted(date.fromisoformat(given.get(name) or "") for name in _NAMES)
    except ValueError:
        return today - USUAL, today
    return max(first, last - LONGEST), last


_NAMES = ("first", "last")


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
