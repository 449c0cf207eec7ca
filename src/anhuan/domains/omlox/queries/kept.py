"""Directories kept between reads: a read costs one question instead of the whole plant.

Whatever changes people, tags, vehicles, zones or what omlox adds writes an event in the same
transaction; while no newer event lies there, nothing has changed. A battery's charge and a rare
race of two transactions are late by `LATE_S` at most.
"""

import time
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from uuid import UUID

from anhuan.domains.omlox.queries.directory import Directory, directory_in
from anhuan.domains.org.models import Account
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.positioning.queries.scope import Scope, scope_of

LATE_S = 5.0
MOST = 64  # directories kept: one for each company and set of departments

Stamp = UUID | None
_Key = tuple[UUID, frozenset[UUID] | None]


@dataclass(frozen=True, slots=True)
class _Kept:
    directory: Directory
    stamp: Stamp
    at_s: float


_kept: OrderedDict[_Key, _Kept] = OrderedDict()
_lock = Lock()


def directory_of(account: Account, right: str) -> Directory:
    """What the account sees with this right; unheld tags only where it sees the whole company."""
    return directory_for(scope_of(account, right))


def directory_for(scope: Scope) -> Directory:
    """The directory of a scope as of now, read anew only when something changed."""
    key, stamp, now_s = (scope.company.pk, scope.departments), stamp_of(scope), time.monotonic()
    with _lock:
        known = _kept.get(key)
    if known and known.stamp == stamp and now_s - known.at_s < LATE_S:
        return known.directory
    fresh = _Kept(directory_in(scope), stamp, now_s)
    with _lock:
        _kept[key] = fresh
        _kept.move_to_end(key)
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return fresh.directory


def stamp_of(scope: Scope) -> Stamp:
    """The company's newest event; taken before the rows are read."""
    newest = OutboxEvent.objects.filter(company=scope.company.code).order_by("-id")
    return newest.values_list("id", flat=True).first()


def forget_all() -> None:
    """Nothing is kept any more."""
    with _lock:
        _kept.clear()
