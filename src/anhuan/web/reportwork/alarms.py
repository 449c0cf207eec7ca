"""Alarms of people: the province's table with its 01 to 09, the park's B.3, B.4 and B.5."""

from datetime import datetime
from typing import Any
from uuid import UUID

from anhuan.domains.alarms.models import Alarm
from anhuan.domains.alarms.rules import KINDS
from anhuan.domains.alarms.rules.kinds import CROWD_CODES
from anhuan.domains.org.models import Person
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.plant.queries import known_site
from anhuan.domains.positioning.models import Assignment
from anhuan.domains.reporting.actions import take_row
from anhuan.domains.reporting.actions.intake import About
from anhuan.domains.reporting.models import ReportRow
from anhuan.domains.reporting.queries.targets import code_of
from anhuan.kernel.ids import uuid_of
from anhuan.web.reportwork.people import TYPES

ALARM, HANDLED = "alarm", "alarm:handle"


def report_alarm(event: OutboxEvent) -> None:
    """It began, ended or was handled: each table has its own idea of what is worth a message."""
    alarm = Alarm.objects.select_related("kind", "area", "company").get(
        pk=UUID(event.data["alarm"]["id"])
    )
    kind = KINDS.get(alarm.kind.code)
    if kind is None:
        return
    is_crowd = kind.code in CROWD_CODES
    if kind.province_code or is_crowd:
        _province(alarm, kind.province_code, event.at)
    if kind.aq_code.startswith("B.3/"):
        _people(alarm, kind.aq_code[4:], event.at)
    elif kind.aq_code.startswith("B.4/"):
        _zone(alarm, kind.aq_code[4:], event.at)
    elif is_crowd:
        _gathering(alarm, event.at)


def _province(alarm: Alarm, code: str, now: datetime) -> None:
    """Two messages with one id: the alarm as it began, and that it was handled."""
    handled_at = alarm.handled_at or alarm.closed_at
    for key, person in _named(alarm):
        known = ReportRow.objects.filter(company=alarm.company, table="POS_T1", key=key).first()
        if known and not handled_at:
            continue
        row = _alarm_row(alarm, key, person, code) if known is None else dict(known.row)
        if known is None:
            take_row(alarm.company, "POS_T1", row, now, _about(alarm))
        if handled_at:
            handled = {"type": HANDLED, "handleTime": handled_at,
                       "handleInfo": (alarm.result or "已处理")[:100]}  # fmt: skip
            take_row(alarm.company, "POS_T1", row | handled, now, _about(alarm))


def _named(alarm: Alarm) -> list[tuple[str, dict[str, Any]]]:
    """Whom it is about, with a message id for each; the first has the alarm's own. Where nobody
    is named (too few people) the area stands in for the person."""
    people = alarm.people or [{}]
    if len(people) == 1 or not KINDS[alarm.kind.code].aq_code.startswith("B.3/"):
        return [(str(alarm.pk), people[0])]
    rest = [(str(uuid_of("POS_T1", alarm.pk, one.get("id"))), one) for one in people[1:]]
    return [(str(alarm.pk), people[0]), *rest]


def _alarm_row(alarm: Alarm, key: str, person: dict[str, Any], code: str) -> dict[str, Any]:
    area = alarm.area
    lon, lat = _lonlat(alarm, person)
    return {
        "id": key,
        "CARD_NO": _card_of(alarm, person) or (area.code if area else ""),
        "realName": person.get("name") or (area.name if area else ""),
        "type": ALARM,
        "time": alarm.raised_at,
        "alarmInfo": (alarm.text or alarm.title)[:100],
        "alarmType": code,
        "alarmLocation": (area.name if area else "厂区")[:36],
        "LONGITUDE": lon, "LATITUDE": lat,
        "floorNo": str(person.get("floor") or alarm.floor or 1),
        "_kind": alarm.kind.code,
    }  # fmt: skip


def _card_of(alarm: Alarm, person: dict[str, Any]) -> str:
    """The tag somebody, or a vehicle, held when it began."""
    holder_id = _uuid(person.get("id"))
    if holder_id is None:
        return ""
    held = Assignment.objects.filter(since__lte=alarm.raised_at).select_related("tag")
    for holder in ("person", "vehicle"):
        found = held.filter(**{holder: holder_id}).order_by("-since").first()
        if found:
            return str(found.tag.number)
    return ""


def _uuid(text: Any) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None


def _lonlat(
    alarm: Alarm, person: dict[str, Any], digits: int = 6
) -> tuple[float | None, float | None]:
    site = known_site(alarm.company)
    x_m, y_m = person.get("x_m", alarm.x_m), person.get("y_m", alarm.y_m)
    if site is None or x_m is None or y_m is None:
        return None, None
    lon, lat = site.georeference.to_lonlat(x_m, y_m)
    return round(lon, digits), round(lat, digits)


def _people(alarm: Alarm, code: str, now: datetime) -> None:
    for number, person in enumerate(alarm.people):
        if not person.get("id"):
            continue
        key = str(alarm.pk) if number == 0 else str(uuid_of("AQL_B3", alarm.pk, person["id"]))
        row = {"ID": key, "PERSON_ID": person["id"], **_span(alarm, code)}
        take_row(alarm.company, "AQL_B3", row, now, _about(alarm))


def _zone(alarm: Alarm, code: str, now: datetime) -> None:
    row = {"ID": str(alarm.pk), **_span(alarm, code)}
    take_row(alarm.company, "AQL_B4", row, now, _about(alarm))


def _span(alarm: Alarm, code: str) -> dict[str, Any]:
    return {
        "ZONE_ID": str(alarm.area_id) if alarm.area_id else None,
        "ALARM_TYPE": code,
        "ALARM_TIME": alarm.raised_at,
        "ALARM_END_TIME": alarm.cleared_at or alarm.returned_at,
        "DESCRIBE": alarm.text or alarm.title,
        "DELETED": "0",
    }


def _gathering(alarm: Alarm, now: datetime) -> None:
    """Table B.5: who stood where; how long is known when it is over, in seconds."""
    ended = alarm.cleared_at or alarm.returned_at
    lasted = ((ended or now) - alarm.raised_at).total_seconds()
    row = {
        "COMPANY_CODE": code_of(alarm.company),
        "TIME_STAMP": alarm.raised_at,
        "ALARM_AREA": [_stood(alarm, person) for person in alarm.people],
        "ALARM_LAST_TIME": round(lasted),
        "DELETED": "0",
    }
    take_row(alarm.company, "AQL_B5", row, now, About(
        key=str(alarm.pk), subject=str(alarm.pk), title=alarm.title,
    ))  # fmt: skip


def _stood(alarm: Alarm, person: dict[str, Any]) -> dict[str, Any]:
    lon, lat = _lonlat(alarm, person, digits=7)
    return {
        "NAME": person.get("name"),
        "PERSONTYPE": _type_of(person),
        "PERSONID": person.get("id"),
        "X": lon,
        "Y": lat,
    }


def _type_of(person: dict[str, Any]) -> str:
    kind = str(person.get("kind") or "")
    if kind in TYPES:
        return TYPES[kind]
    return TYPES[Person.Kind(kind).on_map] if kind in Person.Kind.values else "01"


def _about(alarm: Alarm) -> About:
    return About(subject=str(alarm.pk), title=alarm.title)
