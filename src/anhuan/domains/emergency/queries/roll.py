"""The roll-call of an evacuation: numbers, areas, muster points, and each person."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count

from anhuan.domains.emergency.models import Evacuation, Evacuee
from anhuan.domains.emergency.queries.evacuations import settings_of
from anhuan.domains.emergency.queries.places import Ground, ground_of
from anhuan.domains.emergency.queries.readings import Fix, fixes_of
from anhuan.domains.emergency.rules import roll as rules
from anhuan.domains.emergency.rules.delivery import DELIVERY_LABELS, Delivery, delivery_of
from anhuan.domains.emergency.rules.person import (
    HOW_LABELS,
    STAGE_LABELS,
    Gate,
    How,
    Limits,
    Stage,
    is_silent,
)
from anhuan.domains.org.models import Account


def limits_of(evacuation: Evacuation) -> Limits:
    """The plant's limits, with how this evacuation counts the gate."""
    return replace(settings_of(evacuation.company).limits, gate=Gate(evacuation.gate))


def lines_of(
    evacuees: Iterable[Evacuee], fixes: Mapping[UUID, Fix], now: datetime, limits: Limits
) -> list[rules.Line]:
    """Everybody as the arithmetic takes them."""
    return [
        rules.Line(
            Stage(one.stage), is_silent(_seen_at(one, fixes), now, limits), one.joined_at,
            one.out_at, one.safe_at, one.area_id, one.muster_id,
        )
        for one in evacuees
    ]  # fmt: skip


def _seen_at(one: Evacuee, fixes: Mapping[UUID, Fix]) -> datetime | None:
    fix = fixes.get(one.person_id)
    return fix.at if fix else None


def roll_now(evacuation: Evacuation) -> rules.Roll:
    """The big numbers, counted in the database; who of them is silent is not asked."""
    stages = evacuation.evacuees.order_by().values_list("stage").annotate(Count("pk"))
    return rules.roll_of_stages({Stage(stage): count for stage, count in stages})


def picture(account: Account, evacuation: Evacuation, now: datetime) -> dict[str, Any]:
    """Everything the live page shows. Phones only for those who lead (`emergency.call`)."""
    limits = limits_of(evacuation)
    fixes = fixes_of(evacuation.company) if evacuation.is_open else {}
    evacuees = list(
        evacuation.evacuees.select_related(
            "person__department", "person__employer", "area", "muster", "tag", "ticked_by__person"
        )
    )
    at = now if evacuation.is_open else evacuation.stood_down_at or now
    lines = lines_of(evacuees, fixes, now, limits)
    return {
        **head_of(evacuation, at),
        "roll": _numbers(rules.roll_of(lines)),
        "emptied_s": rules.emptied_s(lines, evacuation.ordered_at),
        "accounted_s": rules.accounted_s(lines, evacuation.ordered_at),
        "areas": _areas(evacuation, evacuees, lines),
        "musters": _musters(evacuation, evacuees),
        "people": people_of(account, evacuation, evacuees, fixes, now, limits),
    }


def head_of(evacuation: Evacuation, at: datetime) -> dict[str, Any]:
    """What an evacuation is, whoever is concerned."""
    by = evacuation.ordered_by
    return {
        "id": evacuation.pk,
        "version": evacuation.version,
        "title": evacuation.title,
        "is_drill": evacuation.is_drill,
        "state": evacuation.state,
        "state_label": evacuation.get_state_display(),
        "is_open": evacuation.is_open,
        "text": evacuation.text,
        "reason": evacuation.reason,
        "ordered_at": evacuation.ordered_at,
        "ordered_by": by.display_name if by else "",
        "now": at,
        "target_s": evacuation.target_s,
        "cleared_at": evacuation.cleared_at,
        "stood_down_at": evacuation.stood_down_at,
        "stood_down_reason": evacuation.stood_down_reason,
    }


def _numbers(roll: rules.Roll) -> dict[str, int]:
    return {
        "affected": roll.affected, "inside": roll.inside, "out": roll.out, "safe": roll.safe,
        "left": roll.left, "silent": roll.silent,
    }  # fmt: skip


def _areas(
    evacuation: Evacuation, evacuees: list[Evacuee], lines: list[rules.Line]
) -> list[dict[str, Any]]:
    names = {one.area_id: one.area.name for one in evacuees if one.area}
    return [
        {
            "id": area.area, "name": names.get(area.area, "未划区域"), "affected": area.affected,
            "inside": area.inside, "clear_s": area.clear_s,
        }
        for area in rules.areas_of(lines, evacuation.ordered_at)
    ]  # fmt: skip


def _musters(evacuation: Evacuation, evacuees: list[Evacuee]) -> list[dict[str, Any]]:
    arrived = Counter(one.muster_id for one in evacuees if one.stage == Stage.SAFE)
    rows = [
        {"id": muster.pk, "name": muster.name, "people": arrived.pop(muster.pk, 0)}
        for muster in evacuation.musters.all()
    ]
    gone = sum(one.how == How.GATE for one in evacuees)
    elsewhere = sum(arrived.values()) - gone
    rows += [{"id": None, "name": "已出厂", "people": gone}] if gone else []
    return rows + ([{"id": None, "name": "其他地点", "people": elsewhere}] if elsewhere else [])


def people_of(
    account: Account,
    evacuation: Evacuation,
    evacuees: list[Evacuee],
    fixes: Mapping[UUID, Fix],
    now: datetime,
    limits: Limits,
) -> list[dict[str, Any]]:
    """One row a person: who is left first, of them the silent, then the longest unheard."""
    with_phone = account.may("emergency.call")
    danger = ground_of(evacuation.geometry, evacuation.radius_m, evacuation.floors)
    names = dict(evacuation.company.areas.values_list("pk", "name"))
    rows = [
        _person(one, fixes.get(one.person_id), now, limits)
        | _place(one, fixes.get(one.person_id), danger, names)
        | {"phone": one.person.phone if with_phone else ""}
        for one in evacuees
    ]
    return sorted(rows, key=_urgency)


def _urgency(row: dict[str, Any]) -> tuple[bool, bool, str, str]:
    located = row["located_at"]
    return row["stage"] == Stage.SAFE, not row["silent"], str(located or ""), row["name"]


def _person(one: Evacuee, fix: Fix | None, now: datetime, limits: Limits) -> dict[str, Any]:
    person, line, reached = one.person, _line(one), _reached(one, fix, now, limits)
    is_quiet = one.stage != Stage.SAFE and is_silent(fix.at if fix else None, now, limits)
    return {
        "id": one.person_id, "name": person.name, "number": person.number,
        "kind": person.map_kind, "kind_label": person.get_kind_display(),
        "unit": str(person.employer or person.department or ""), "stage": one.stage,
        "stage_label": STAGE_LABELS[Stage(one.stage)], "silent": is_quiet,
        "joined": one.joined, "joined_at": one.joined_at, "out_at": one.out_at,
        "safe_at": one.safe_at, "arrival_s": rules.arrival_s(line),
        "how": one.how, "how_label": HOW_LABELS[How(one.how)] if one.how else "",
        "muster": one.muster.name if one.muster else "",
        "ticked_by": one.ticked_by.display_name if one.ticked_by else "",
        "tick_note": one.tick_note,
        "delivery": str(reached), "delivery_label": DELIVERY_LABELS[reached],
        "acknowledged_at": one.acknowledged_at, "sent_at": one.sent_at,
        "tag": one.tag.number if one.tag else "",
    }  # fmt: skip


def _reached(one: Evacuee, fix: Fix | None, now: datetime, limits: Limits) -> Delivery:
    """As it stands now; of what is over, as far as it came."""
    if fix is None and one.sent_at and not one.acknowledged_at:
        return Delivery.SENT
    heard_at = fix.heard_at if fix else None
    has_tag = one.tag_id is not None
    return delivery_of(has_tag, one.sent_at, one.acknowledged_at, heard_at, now, limits.silent_s)


def _line(one: Evacuee) -> rules.Line:
    return rules.Line(Stage(one.stage), False, one.joined_at, one.out_at, one.safe_at)


def _place(
    one: Evacuee, fix: Fix | None, danger: Ground, names: Mapping[UUID, str]
) -> dict[str, Any]:
    """The last known place; where a ticked person's tag lies in the danger area, that is said."""
    if fix is None or fix.spot is None:
        area = one.area.name if one.area else ""
        return {
            "x_m": one.x_m, "y_m": one.y_m, "floor": one.floor, "area": area,
            "located_at": None, "tag_inside": False,
        }  # fmt: skip
    is_left = one.how == How.HAND and danger.holds(*fix.spot)
    return {
        "x_m": fix.x_m, "y_m": fix.y_m, "floor": fix.floor,
        "area": names.get(fix.area, "") if fix.area else "", "located_at": fix.at,
        "tag_inside": is_left,
    }  # fmt: skip
