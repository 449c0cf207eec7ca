"""People whose tag does not agree with the gate: inside without one, out with it still about."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from anhuan.domains.alarms.models import Alarm
from anhuan.domains.org.models import Company
from anhuan.domains.plant.models import Area
from anhuan.domains.positioning.models import Assignment, PositioningSettings, Tag
from anhuan.domains.positioning.queries.gates import people_by_last_passage
from anhuan.domains.positioning.queries.troubles import SOURCE, Trouble, people_of, place_of
from anhuan.domains.positioning.rules import gates as rules


def active_alarms(company: Company) -> QuerySet[Alarm]:
    """Those whose cause still holds."""
    return Alarm.objects.filter(company=company, returned_at__isnull=True, closed_at__isnull=True)


def people_without_tag(
    company: Company, now: datetime, settings: PositioningSettings
) -> Iterator[Trouble]:
    """Inside by the gate, and not located since. POS-017, AQL-013."""
    inside = list(people_by_last_passage(company, now - rules.INSIDE_AT_MOST).filter(way="in"))
    held = Assignment.objects.filter(person__in=inside, until__isnull=True)
    tags = {row.person_id: row.tag for row in held.select_related("tag__latest")}
    after_s = settings.no_tag_after_s
    for person in inside:
        located_at = getattr(getattr(tags.get(person.pk), "latest", None), "t", None)
        if not rules.is_without_tag(person.way, person.passed_at, located_at, now, after_s):
            continue
        yield Trouble(
            "no_tag", person.pk, f"未带标签 · {person}",
            f"{person.passed_at.astimezone():%H:%M} 由{person.gate}进厂，至今没有标签定位",
            people=people_of(person),
            inputs={"passed_at": person.passed_at.isoformat(), "gate": person.gate,
                    "limit_s": after_s},
        )  # fmt: skip


def people_out_with_tag(
    company: Company, now: datetime, settings: PositioningSettings
) -> Iterator[Trouble]:
    """Out by the gate, with the tag still about: taken home, or lent. The engine sees a tag cross
    the plant's edge; whom it told of already is not told of twice."""
    out = {
        person.pk: person
        for person in people_by_last_passage(company, now - rules.INSIDE_AT_MOST).filter(way="out")
    }
    told = active_alarms(company).filter(kind__code="boundary", inputs__way="left_plant")
    seen = {one["id"] for alarm in told.exclude(source=SOURCE) for one in alarm.people}
    for tag in _located_tags_of(out):
        person = out[tag.held_by]
        at, located_at = person.passed_at, tag.latest.t
        is_out = rules.is_out_with_tag("out", at, located_at, now, settings.tag_offline_s)
        if is_out and str(person.pk) not in seen:
            yield Trouble(
                "boundary", person.pk, f"携标签离厂 · {person}",
                f"{at.astimezone():%H:%M} 由{person.gate}出厂，标签 {tag.number} 仍在使用，请收回",
                place_of(tag), people_of(person),
                {"way": "left_plant", "passed_at": at.isoformat(), "gate": person.gate,
                 "located_at": located_at.isoformat(), "limit_s": settings.tag_offline_s},
            )  # fmt: skip


def _located_tags_of(people: Collection[UUID]) -> QuerySet[Any]:
    """Tags these people hold that were located, but not in the rack at a gate; `held_by`."""
    rows = Tag.objects.filter(
        assignments__person__in=people, assignments__until__isnull=True, latest__isnull=False
    )
    rows = rows.exclude(latest__area__kind=Area.Kind.GATE)
    return rows.annotate(held_by=F("assignments__person")).select_related("latest__area")
