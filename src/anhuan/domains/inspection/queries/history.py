"""What is known of a point's items from before: last values, and faults of this and the like.

INS-046, INS-048: shown while somebody stands there, so it is read once for a whole round.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from anhuan.domains.inspection.models import Abnormality, Task

LAST = 3  # values shown
FAULTS = 5  # faults shown of each kind
YEAR = timedelta(days=365)
READ = 500  # faults looked at
OFTEN = 3  # faults of one item in a year that are worth a word
Key = tuple[str, str]  # point id or "", item id

# One look into `inspection_last_values` for each item of the round.
_LAST = """
SELECT w.point, w.item, e.at, e.value, e.result
FROM unnest(%s::uuid[], %s::uuid[]) AS w(point, item)
CROSS JOIN LATERAL (
  SELECT at, value, result FROM inspection_entry
  WHERE point_id {same} AND item_id = w.item AND task_id <> %s ORDER BY at DESC LIMIT %s
) e
"""


@dataclass(frozen=True, slots=True)
class Faults:
    """Of one item: at this point, at others with the same item, how many in a year."""

    same: tuple[Abnormality, ...] = ()
    like: tuple[Abnormality, ...] = ()
    in_a_year: int = 0

    @property
    def is_frequent(self) -> bool:
        """Often enough that one looks twice."""
        return self.in_a_year >= OFTEN


def last_values(task: Task) -> dict[Key, list[dict[str, Any]]]:
    """The last values of each item at its point, newest first, without this task's own."""
    found: dict[Key, list[dict[str, Any]]] = defaultdict(list)
    for is_here in (True, False):
        keys = [key for key in _keys(task) if bool(key[0]) is is_here]
        for point, item, at, value, result in _rows(task, keys, is_here=is_here):
            row = {"at": at, "value": value, "result": result}
            found[str(point or ""), str(item)].append(row)
    return found


def _rows(task: Task, keys: Sequence[Key], *, is_here: bool) -> list[Any]:
    if not keys:
        return []
    points, items = [key[0] or None for key in keys], [key[1] for key in keys]
    with connection.cursor() as cursor:
        text = _LAST.format(same="= w.point" if is_here else "IS NULL")
        cursor.execute(text, [points, items, task.pk, LAST])
        rows = cursor.fetchall()
    return [(*row[:3], _value(row[3]), row[4]) for row in rows]


def _value(stored: Any) -> Any:
    """jsonb as the driver gives it: text, for Django parses it in its own field only."""
    return json.loads(stored) if isinstance(stored, str) else stored


def _keys(task: Task) -> Iterable[Key]:
    return [(stop["point"], item["id"]) for stop in task.stops for item in stop["items"]]


def faults_of(task: Task, now: datetime) -> dict[Key, Faults]:
    """The faults of each item in a year: here, at the like, how many."""
    items = {item for _, item in _keys(task)}
    rows = Abnormality.objects.filter(
        company=task.company_id, item_id__in=items, at__gte=now - YEAR
    )
    by_item: dict[str, list[Abnormality]] = defaultdict(list)
    for row in rows.exclude(entry__task=task).order_by("-at")[:READ]:
        by_item[str(row.item_id)].append(row)
    return {key: _faults(by_item[key[1]], key[0]) for key in _keys(task) if by_item[key[1]]}


def _faults(rows: Sequence[Abnormality], point: str) -> Faults:
    here = [row for row in rows if str(row.point_id or "") == point]
    like = [row for row in rows if str(row.point_id or "") != point]
    return Faults(tuple(here[:FAULTS]), tuple(like[:FAULTS]), len(rows))
