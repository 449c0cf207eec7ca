"""Open permits as read last: a board of two hundred is looked at by twenty people all day.

Every deed counts the permit's version up in the transaction of its change, so a permit of a known
version needs no second reading. What a card takes from elsewhere (names of people, areas, units) is
at most `KEPT_S` old.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic
from uuid import UUID

from django.db.models import QuerySet

from anhuan.domains.permits.models import Permit

KEPT_S = 30.0
MOST = 2_000  # a process keeps no more

Key = tuple[UUID, int]


@dataclass(slots=True)
class Kept:
    """Permits of this process by id and version, the one unused longest first."""

    rows: OrderedDict[Key, tuple[float, Permit]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def find(self, keys: Iterable[Key], now_s: float) -> dict[UUID, Permit]:
        """Those that are known and young enough."""
        found = {}
        with self._lock:
            for key in keys:
                until_s, permit = self.rows.get(key, (0.0, None))
                if permit is not None and now_s < until_s:
                    self.rows.move_to_end(key)
                    found[key[0]] = permit
        return found

    def keep(self, permits: Iterable[Permit], until_s: float) -> None:
        """Remember them; older ones give way."""
        with self._lock:
            for permit in permits:
                self.rows[permit.pk, permit.version] = until_s, permit
            while len(self.rows) > MOST:
                self.rows.popitem(last=False)


KEPT = Kept()  # of this process


def known_or_read(
    rows: QuerySet[Permit], read: Callable[[QuerySet[Permit]], list[Permit]]
) -> list[Permit]:
    """The permits of `rows`; only those not known in their present version are read."""
    keys = list(rows.order_by().values_list("pk", "version"))
    found = KEPT.find(keys, now_s := monotonic())
    if missing := [pk for pk, _ in keys if pk not in found]:
        fresh = read(rows.filter(pk__in=missing))
        KEPT.keep(fresh, now_s + KEPT_S)
        found |= {permit.pk: permit for permit in fresh}
    return list(found.values())
