"""Which detectors watch a permit's air, what they read now, and what nobody watches."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from shapely.geometry import Point, shape

from anhuan.domains.org.models import Company
from anhuan.domains.permits.models import GasWatch, Instrument, Permit
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.rules.gas import Reading, Target, Zone, judge
from anhuan.domains.permits.rules.gases import Unit
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.rules.watching import (
    Mode,
    Watcher,
    is_silent,
    owes_watch,
    unwatched,
)

REACH_M = 30.0  # a fixed detector so near concerns the work
_NOT_JUDGED = ("gas_unknown", "value_invalid")  # a fault of the register, not of the air


def instruments_of(company: Company) -> QuerySet[Instrument]:
    """The plant's devices, with their areas."""
    return Instrument.objects.filter(company=company).select_related("area")


def readings_of(row: Instrument) -> tuple[Reading, ...]:
    """What a detector read last, as the rules take it."""
    told = row.latest.get("readings", []) if isinstance(row.latest, dict) else []
    return tuple(
        Reading(one["gas"], one["value"], Unit(one["unit"]), Zone.INSIDE, row.number)
        for one in told
    )


def owes(look: Look) -> bool:
    """Whether connected detectors must watch this work all the time."""
    mode = Mode(look.settings.gas_watch)
    return owes_watch(look.kind, look.level, look.facts, mode, has_detectors=look.has_detectors)


def is_read_by_hand(look: Look) -> bool:
    """Whether somebody must read the air of this special hot work often, as no detector does."""
    is_special_hot = look.kind is Kind.HOT_WORK and look.level == "special"
    return is_special_hot and not (look.watches and owes(look))


def gaps(look: Look) -> tuple[Target, ...]:
    """What of the air nobody watches now, where it is owed."""
    if not owes(look):
        return ()
    watchers = [
        Watcher(one.instrument.number, one.instrument.seen_at, readings_of(one.instrument))
        for one in look.watches
    ]
    limit_s = look.figures.detector_silent_s
    return unwatched(look.kind, look.facts, watchers, look.gases, look.now, limit_s)


def air_faults(look: Look, readings: Iterable[Reading], *, is_alarm: bool = False) -> list[str]:
    """What is wrong with what a detector reads, by this work's limits (5.3.2, 6.4)."""
    verdict = judge(look.kind, look.facts, list(readings), look.gases)
    found = [one.text for one in verdict.faults if one.code not in _NOT_JUDGED]
    return found or (["检测仪自身报警"] if is_alarm else [])


def near(permit: Permit) -> Iterator[Instrument]:
    """Fixed detectors of the same area or within reach (AQP-043)."""
    ground = shape(permit.geometry) if permit.geometry else None
    about = Q(area=permit.area_id) if permit.area_id else Q(pk__in=[])
    if ground is not None:
        west, south, east, north = ground.buffer(REACH_M).bounds
        about |= Q(x_m__range=(west, east), y_m__range=(south, north))
    rows = instruments_of(permit.company).filter(about, form=Instrument.Form.FIXED)
    for row in rows.filter(is_retired=False):
        is_same = row.area_id is not None and row.area_id == permit.area_id
        if is_same or (ground is not None and _is_within(row, ground)):
            yield row


def _is_within(row: Instrument, ground: Any) -> bool:
    if row.x_m is None or row.y_m is None:
        return False
    return float(ground.distance(Point(row.x_m, row.y_m))) <= REACH_M


def is_heard(row: Instrument, now: datetime, limit_s: int) -> bool:
    """Whether a device has spoken lately."""
    return not is_silent(row.seen_at, now, limit_s)


def watched_permits(row: Instrument) -> list[UUID]:
    """The permits a detector is bound to now."""
    rows = GasWatch.objects.filter(instrument=row, until_at__isnull=True)
    return list(rows.values_list("permit", flat=True))
