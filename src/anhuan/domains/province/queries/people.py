"""People of all plants in scope: near a place, how many where, one by name, where one was."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from anhuan.domains.org.models import Account
from anhuan.domains.province.models import Enterprise, ReceivedRow, Whereabouts
from anhuan.domains.province.queries.rows import visible_rows
from anhuan.domains.province.rules.near import Near, near, packed
from anhuan.domains.reporting.rules.values import read_moment

STALE = timedelta(minutes=5)  # whoever reports every half minute and is silent so long is gone
KINDS = {"01": "员工", "02": "承包商", "03": "外来人员"}  # AQ 3064.3-2025 表B.1 6
LONGEST = timedelta(days=1)
MOST = 200


@dataclass(frozen=True, slots=True)
class Crowd:
    """A plant's people now. `zones`: name → how many, for areas the plant has reported."""

    plant: Enterprise
    at: datetime | None
    is_stale: bool
    kinds: Counter[str]
    zones: Counter[str]

    @property
    def people(self) -> int:
        """Everybody whose tag is heard; none from a plant that is silent."""
        return 0 if self.is_stale else self.kinds.total()


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody, where they were heard last."""

    plant: Enterprise
    person: str
    name: str
    kind: str
    card: str
    longitude: float
    latitude: float
    floor: str
    at: datetime | None


def people_near(
    account: Account, place: tuple[float, float], radius_m: float
) -> list[tuple[Enterprise, Near]]:
    """The nearest first."""
    found = [
        (row.enterprise, one)
        for row in visible_rows(account, "people")
        for one in near(row.content, place, radius_m)
    ]
    return sorted(found, key=lambda pair: pair[1].distance_m)


def crowds(account: Account, now: datetime) -> list[Crowd]:
    """Every plant that has reported positions, the most people first."""
    rows = list(visible_rows(account, "people"))
    kinds, zones = _said(rows, "AQL_B1", "PERSON_TYPE"), _said(rows, "AQL_B2", "ZONE_NAME")
    found = [_crowd(row, kinds, zones, now) for row in rows]
    return sorted(found, key=lambda one: (-one.people, one.plant.name))


Said = dict[tuple[UUID, str], str]


def _said(rows: list[ReceivedRow], table: str, key: str) -> Said:
    """What each plant's row of a table says of its key."""
    known = ReceivedRow.objects.filter(table=table, enterprise__in=[r.enterprise_id for r in rows])
    told = known.order_by().values_list("enterprise", "key", f"content__{key}")
    return {(plant, name): str(value or "") for plant, name, value in told}


def _crowd(row: ReceivedRow, kinds: Said, zones: Said, now: datetime) -> Crowd:
    plant, found = row.enterprise_id, row.content.get("POSITIONS") or []
    return Crowd(
        row.enterprise, row.at, row.at is None or now - row.at > STALE,
        Counter(KINDS.get(kinds.get((plant, str(one.get("PERSON_ID"))), ""), "未登记")
                for one in found),
        Counter(zones.get((plant, str(one.get("ZONE_ID"))), "未划区域") for one in found),
    )  # fmt: skip


def search(account: Account, text: str) -> list[Found]:
    """By a part of the name or the whole number of the card; those heard of, by plant and name."""
    people = visible_rows(account).filter(table="AQL_B1")
    named = people.filter(content__PERSON_NAME__icontains=text).exclude(content__DELETED="1")
    ids = {(one.enterprise_id, one.key) for one in named[: MOST * 5]}
    wanted = [
        (row.enterprise, fix)
        for row in visible_rows(account, "people")
        for fix in packed(row.content)
        if fix[1] == text or (row.enterprise_id, fix[0]) in ids
    ][:MOST]
    keys = [fix[0] for _, fix in wanted]
    known = {(one.enterprise_id, one.key): one for one in people.filter(key__in=keys)}
    found = [_found(plant, fix, known.get((plant.pk, fix[0]))) for plant, fix in wanted]
    return sorted(found, key=lambda one: (one.plant.name, one.name))


def _found(plant: Enterprise, fix: tuple[str, str, float, float, str, str],
           known: ReceivedRow | None) -> Found:  # fmt: skip
    told = known.content if known else {}
    kind = KINDS.get(str(told.get("PERSON_TYPE")), "未登记")
    person, card, x, y, floor, at = fix
    name = str(told.get("PERSON_NAME") or card)
    return Found(plant, person, name, kind, card, x, y, floor, read_moment(at))


def track_of(
    plant: Enterprise, person: str, begin: datetime, end: datetime
) -> list[tuple[datetime, float, float, str]]:
    """(time, longitude, latitude, floor) of each minute kept; a day at most, the latest."""
    begin = max(begin, end - LONGEST)
    rows = Whereabouts.objects.filter(enterprise=plant, minute__gte=begin, minute__lte=end)
    return [
        (read_moment(at) or minute, x, y, floor)
        for minute, x, y, floor, at in _of(rows, person)
    ]  # fmt: skip


def _of(
    rows: QuerySet[Whereabouts], person: str
) -> Iterator[tuple[datetime, float, float, str, str]]:
    for minute, positions in rows.order_by("minute").values_list("minute", "positions"):
        for who, _, x, y, floor, at in positions:
            if who == person:
                yield minute, x, y, floor, at
