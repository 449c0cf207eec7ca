"""Where those who walk a round are now, for who may see positions."""

from datetime import timedelta
from typing import Any

from anhuan.domains.inspection.models import Task
from anhuan.domains.org.models import Account
from anhuan.domains.positioning.queries.devices import open_assignments
from anhuan.domains.positioning.queries.scope import scope_of
from anhuan.kernel import clock

FRESH = timedelta(seconds=120)


def walkers_of(account: Account, task: Task) -> list[dict[str, Any]]:
    """As the small map draws people; nobody once the round is over."""
    if task.outcome or not account.may("positions.view"):
        return []
    scope = scope_of(account, "positions.view")
    rows = open_assignments().filter(
        scope.people("person__"), person__in=task.people.all(),
        tag__latest__t__gte=clock.now() - FRESH,
    )  # fmt: skip
    return [
        {"id": str(row.person.pk), "name": row.person.name, "kind": row.person.map_kind,
         "x_m": row.tag.latest.x_m, "y_m": row.tag.latest.y_m, "floor": row.tag.latest.floor,
         "state": "live"}
        for row in rows.select_related("person", "tag__latest") if row.person
    ]  # fmt: skip
