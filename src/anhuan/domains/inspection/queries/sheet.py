"""A route's day on one sheet, from what the account may see."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from anhuan.domains.inspection.models import Entry, Route, Task
from anhuan.domains.inspection.queries.tasks import visible_tasks
from anhuan.domains.inspection.rules import sheet
from anhuan.domains.org.models import Account


@dataclass(frozen=True, slots=True)
class DaySheet:
    """The day's rounds in their order, and a line for each item."""

    route: Route
    day: date
    rounds: list[Task]
    lines: list[sheet.Line]


def day_sheet(account: Account, route: Route, day: date) -> DaySheet:
    """Rounds that begin on this day of the plant."""
    begin = timezone.make_aware(datetime.combine(day, time.min))
    rows = visible_tasks(account).filter(
        route=route, begins_at__gte=begin, begins_at__lt=begin + timedelta(days=1)
    )
    rounds = list(rows.select_related("by").prefetch_related("entries").order_by("begins_at"))
    walked = [sheet.Walked(task.stops, _entries(task)) for task in rounds]
    return DaySheet(route, day, rounds, sheet.lay(walked))


def _entries(task: Task) -> dict[sheet.Key, sheet.Written]:
    rows: list[Entry] = list(task.entries.all())
    return {
        (str(one.point_id or ""), str(one.item_id)): sheet.written(one.value, one.result)
        for one in rows
    }
