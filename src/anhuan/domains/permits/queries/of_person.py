"""What a person's page is told of: the works they are on, and what the air near them is."""

from dataclasses import dataclass
from datetime import datetime
from math import hypot

from django.db.models import QuerySet

from anhuan.domains.org.models import Account, Person
from anhuan.domains.permits.models import GasEntry, Instrument, Permit
from anhuan.domains.permits.queries.permits import visible_permits
from anhuan.domains.permits.queries.watching import REACH_M, instruments_of
from anhuan.domains.permits.rules.gases import OXYGEN, UNIT_LABELS, Unit
from anhuan.domains.permits.rules.states import ISSUED_STATES
from anhuan.domains.positioning.models import LatestPosition
from anhuan.domains.positioning.queries.devices import open_assignments
from anhuan.domains.positioning.queries.scope import scope_of


@dataclass(frozen=True, slots=True)
class Air:
    """A fixed detector near somebody. `distance_m`: None where only the area is the same."""

    detector: Instrument
    distance_m: float | None
    text: str
    is_alarm: bool
    seen_at: datetime | None


def works_of(account: Account, person: Person) -> QuerySet[Permit]:
    """Issued works the person is on now, of those the account may see."""
    named = visible_permits(account).filter(
        people__person=person, people__left_at__isnull=True, state__in=ISSUED_STATES
    )
    return named.distinct().order_by("number")


def place_of(account: Account, person: Person) -> LatestPosition | None:
    """Where the person's tag is, for those who may know."""
    if not account.may("positions.view"):
        return None
    if not scope_of(account, "positions.view").covers(person.company_id, person.department_id):
        return None
    held = open_assignments().filter(person=person).select_related("tag__latest").first()
    return getattr(held.tag, "latest", None) if held else None


def air_near(person: Person, spot: LatestPosition) -> list[Air]:
    """Fixed detectors of the same area or within 30 m, the nearest first."""
    names = dict(GasEntry.objects.filter(company=person.company_id).values_list("key", "name"))
    fixed = instruments_of(person.company).filter(form=Instrument.Form.FIXED, is_retired=False)
    found = [_air(row, spot, names | {OXYGEN: "氧气"}) for row in fixed if _concerns(row, spot)]
    return sorted(found, key=lambda one: (one.distance_m is None, one.distance_m or 0.0))


def _distance_m(row: Instrument, spot: LatestPosition) -> float | None:
    if row.x_m is None or row.y_m is None:
        return None
    return hypot(row.x_m - spot.x_m, row.y_m - spot.y_m)


def _concerns(row: Instrument, spot: LatestPosition) -> bool:
    away_m = _distance_m(row, spot)
    is_same = row.area_id is not None and row.area_id == spot.area_id
    return is_same or (away_m is not None and away_m <= REACH_M)


def _air(row: Instrument, spot: LatestPosition, names: dict[str, str]) -> Air:
    told = row.latest.get("readings", []) if isinstance(row.latest, dict) else []
    text = "，".join(
        f"{names.get(one['gas'], one['gas'])} {one['value']:g} {UNIT_LABELS[Unit(one['unit'])]}"
        for one in told
    )
    is_alarm = bool(told) and bool(row.latest.get("is_alarm"))
    return Air(row, _distance_m(row, spot), text, is_alarm, row.seen_at)
