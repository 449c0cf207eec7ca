"""A task as it is being walked: its stops and items as they were when it was made."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from anhuan.domains.inspection.models import InspectionSettings, Point, Task
from anhuan.domains.inspection.models import Visit as VisitRow
from anhuan.domains.inspection.rules.arrival import Seen
from anhuan.domains.inspection.rules.readings import Item, Kind
from anhuan.domains.inspection.rules.rounds import Stop, Visit
from anhuan.domains.org.models import Person
from anhuan.domains.positioning.queries.place_of import place_of
from anhuan.kernel import clock

NO_POINT = ""  # the one "stop" of a task without a route


@dataclass(frozen=True, slots=True)
class Progress:
    """What is known of one task: stops in order, arrivals, which items have an entry."""

    task: Task
    stops: tuple[Stop, ...]
    items: dict[str, dict[str, Item]]  # by point id, by item id
    visits: dict[str, Visit]
    answered: dict[str, set[str]]

    def unanswered(self, point: str) -> list[Item]:
        """Items of a point without an entry."""
        done = self.answered.get(point, set())
        return [item for pk, item in self.items.get(point, {}).items() if pk not in done]


def progress_of(task: Task) -> Progress:
    """Read once; three queries whatever the length of the round."""
    visits = {
        str(row.point_id): Visit(row.arrived_at, row.finished_at)
        for row in VisitRow.objects.filter(task=task)
    }
    answered: dict[str, set[str]] = {}
    for point, item in task.entries.values_list("point", "item_id"):
        answered.setdefault(str(point or NO_POINT), set()).add(str(item))
    return Progress(
        task,
        tuple(stop_of(one) for one in task.stops if one["point"]),
        {one["point"]: {row["id"]: item_of(row) for row in one["items"]} for one in task.stops},
        visits,
        answered,
    )


def stop_of(row: dict[str, Any]) -> Stop:
    """A stop as the task keeps it."""
    longest = row["longest_min"]
    return Stop(
        row["point"], row["name"], row["is_paused"], timedelta(seconds=row["stay_s"]),
        timedelta(minutes=longest) if longest else None,
    )  # fmt: skip


def item_of(row: dict[str, Any]) -> Item:
    """An item as the task keeps it."""
    return Item(
        Kind(row["kind"]), row["name"], row["unit"], row["low"], row["high"],
        tuple(row["choices"]), frozenset(row["normal"]), row["needs_photo"], row["may_differ"],
    )  # fmt: skip


def seen_at(person: Person, point: Point, at: datetime, own: InspectionSettings) -> Seen | None:
    """Where the positioning system saw the person then."""
    within = timedelta(seconds=own.seen_within_s)
    where = place_of(point.company, person.pk, at, within)
    if where is None:
        return None
    return Seen(clock.from_ms(where.t_ms), where.x_m, where.y_m, where.floor, where.r68_m)
