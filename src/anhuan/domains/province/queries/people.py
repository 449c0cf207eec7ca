"""People of all plants in scope: near a place, how many where, one by name, where one was."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.fields.json import KT

from anhuan.domains.org.models import Account
from anhuan.domains.province.models import Enterprise, ReceivedRow, Whereabouts
from anhuan.domains.province.queries.rows import visible_rows
from anhuan.domains.province.rules.facts import ENDED
from anhuan.domains.province.rules.near import Fix, Near, near, packed
from anhuan.domains.reporting.rules.values import read_moment

STALE = timedelta(minutes=5)  # whoever reports every half minute and is silent so long is gone
KINDS = {"01": "员工", "02": "承包商", "03": "外来人员"}  # AQ 3064.3-2025 表B.1 6
LONGEST = timedelta(days=1)
MOST = 200
AT_ONCE = 100  # packets, of tens of kilobytes each


@dataclass(frozen=True, slots=True)
class Head:
    """How many are at a plant now. `people` None: the plant is silent; `pk`: its packet."""

    pk: UUID
    plant: Enterprise
    at: datetime | None
    people: int | None


@dataclass(frozen=True, slots=True)
class Crowd:
    """A plant's people. `zones`: name → how many, for areas the plant has reported."""

    head: Head
    kinds: Counter[str]
    zones: Counter[str]


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


def heads(account: Account, now: datetime) -> list[Head]:
    """Every plant that has reported positions, the most people first. The packets themselves stay
    where they are: how many are on one is written beside it as it comes."""
    rows = visible_rows(account, "people").defer("content")
    found = [Head(row.pk, row.enterprise, row.at, _people_now(row, now)) for row in rows]
    return sorted(found, key=lambda one: (-(one.people or 0), one.plant.name))


def _people_now(row: ReceivedRow, now: datetime) -> int | None:
    is_stale = row.state == ENDED or row.at is None or now - row.at > STALE
    return None if is_stale else int(row.code or 0)


def crowds(shown: Sequence[Head]) -> list[Crowd]:
    """Of the plants on a page: who they are and where."""
    plants = [one.plant.pk for one in shown]
    packets = dict(ReceivedRow.objects.filter(pk__in=[one.pk for one in shown])
                   .order_by().values_list("enterprise", "content__POSITIONS"))  # fmt: skip
    kinds, zones = _said(plants, "AQL_B1", "PERSON_TYPE"), _said(plants, "AQL_B2", "ZONE_NAME")
    return [_crowd(one, packets.get(one.plant.pk) or [], kinds, zones) for one in shown]


Said = dict[tuple[UUID, str], str]


def _said(plants: Sequence[UUID], table: str, key: str) -> Said:
    """What each plant's row of a table says of its key."""
    known = ReceivedRow.objects.filter(table=table, enterprise__in=plants)
    told = known.order_by().values_list("enterprise", "key", KT(f"content__{key}"))
    return {(plant, name): str(value or "") for plant, name, value in told}


def _crowd(head: Head, found: Sequence[Mapping[str, Any]], kinds: Said, zones: Said) -> Crowd:
    plant = head.plant.pk
    return Crowd(
        head,
        Counter(KINDS.get(kinds.get((plant, str(one.get("PERSON_ID"))), ""), "未登记")
                for one in found),
        Counter(zones.get((plant, str(one.get("ZONE_ID"))), "未划区域") for one in found),
    )  # fmt: skip


def search(account: Account, text: str) -> list[Found]:
    """By a part of the name or the whole number of the card; those heard of, by plant and name,
    `MOST` at most. A name is looked up in the index of people, and only packets of plants that
    have such a one are read."""
    people = visible_rows(account).filter(table="AQL_B1")
    named = people.filter(title__icontains=text).order_by("title", "enterprise", "key")
    ids = set(named.values_list("enterprise", "key")[: MOST * 5])  # of the index alone
    wanted = _heard(account, text, ids)
    keys, plants = {fix[0] for _, fix in wanted}, {plant.pk for plant, _ in wanted}
    told = people.filter(key__in=keys, enterprise__in=plants)
    known = {(one.enterprise_id, one.key): one for one in told}
    found = [_found(plant, fix, known.get((plant.pk, fix[0]))) for plant, fix in wanted]
    return sorted(found, key=lambda one: (one.plant.name, one.name))


Fixed = tuple[Enterprise, Fix]


def _heard(account: Account, card: str, ids: set[tuple[UUID, str]]) -> list[Fixed]:
    """Who has the card, and those people, on the newest packets: read until there are enough."""
    packets, plants = visible_rows(account, "people"), sorted({plant for plant, _ in ids})
    holder = packets.filter(content__POSITIONS__contains=[{"CARD_NO": card}])
    found = [(row.enterprise, fix) for row in holder for fix in packed(row.content)
             if fix[1] == card]  # fmt: skip
    for first in range(0, len(plants), AT_ONCE):
        if len(found) >= MOST:
            break
        rows = packets.filter(enterprise__in=plants[first : first + AT_ONCE])
        found += [(row.enterprise, fix) for row in rows for fix in packed(row.content)
                  if (row.enterprise_id, fix[0]) in ids and fix[1] != card]  # fmt: skip
    return found[:MOST]


def _found(plant: Enterprise, fix: Fix, known: ReceivedRow | None) -> Found:
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
