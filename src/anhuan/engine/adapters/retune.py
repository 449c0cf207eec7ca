"""An alarm test once more: its recorded tracks through the whole rules, with other thresholds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from anhuan.domains.calibration.models import Retune
from anhuan.domains.calibration.queries.retuning import LEAD_IN, span_of
from anhuan.domains.org.models import Company
from anhuan.engine.adapters.alarming import gravest
from anhuan.engine.adapters.around import Around
from anhuan.engine.adapters.configuration import load_plant
from anhuan.engine.adapters.ending import why_ended
from anhuan.engine.adapters.facts import FACTS
from anhuan.engine.adapters.fences_past import Era, era_at, eras_of
from anhuan.engine.adapters.holders import core_tag
from anhuan.engine.adapters.trial_tracks import BUCKET, Box, Held, load_held, points_in, tags_of
from anhuan.engine.core import config as core
from anhuan.engine.core.decisions import Decision, Phase
from anhuan.engine.core.tables import pick
from anhuan.engine.core.whatif import Window, replay
from anhuan.kernel import clock

EVERYWHERE: Box = (-2_000_000_000, -2_000_000_000, 2_000_000_000, 2_000_000_000)
ALARMS_MAX = 2_000
Tuning = Mapping[str, Any]


@dataclass(slots=True)
class Rung:
    """Alarms as they come, in the form of `AlarmTest.alarms`."""

    since_ms: int
    until_ms: int
    by_id: dict[str, dict[str, Any]] = field(default_factory=dict)
    grades: dict[str, int] = field(default_factory=dict)  # of gatherings, the gravest
    versions: dict[str, tuple[str, str]] = field(default_factory=dict)  # name, version of zones


def run(row: Retune, now: datetime) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """What would have rung in the session, and figures."""
    since, until = span_of(row.test, now)
    start = since - LEAD_IN
    start -= (start - clock.from_ms(0)) % BUCKET
    held = load_held(row.test.company, start, until)
    eras = tuned_eras(row.test.company, held, row.tuning, start, until)
    rung = Rung(clock.to_ms(since), clock.to_ms(until))
    windows = windows_of(eras, held, start, until)
    for engine, output in replay(windows, clock.to_ms(start), eras[0].plant.config_at(start)):
        around = Around(era_at(eras, clock.from_ms(output.up_to_ms)).plant, engine, output.up_to_ms)
        for decision in output.decisions:
            note(rung, around, decision)
    return list(rung.by_id.values()), {"tags": len(held), "alarms": len(rung.by_id)}


def tuned_eras(
    company: Company, held: list[Held], tuning: Tuning, since: datetime, until: datetime
) -> list[Era]:
    """The plant with the fences of each time, its tags by who held them, by other thresholds."""
    plant, people = load_plant(company), tags_of(held)
    holders = {tag: replace(holder, tag=tag) for tag, holder in people.items()}
    tags = tuple(core_tag(one) for one in holders.values())
    settings = tuned_settings(plant.config.settings, tuning)
    base = replace(
        plant, holders=holders, config=replace(plant.config, tags=tags, settings=settings)
    )
    return eras_of(base, since, until)


def tuned_settings(settings: core.Settings, tuning: Tuning) -> core.Settings:
    """Thresholds laid over those in force. rules.retuning.THRESHOLDS names them."""
    for name, value in tuning.items():
        settings = LAID[name](settings, value)
    return settings


def _crowding(name: str, scale: int = 0) -> Callable[[core.Settings, Any], core.Settings]:
    def lay(settings: core.Settings, value: Any) -> core.Settings:
        figure = round(value * scale) if scale else value
        return replace(settings, crowding=replace(settings.crowding, **{name: figure}))

    return lay


def _plain(name: str, scale: int = 0) -> Callable[[core.Settings, Any], core.Settings]:
    def lay(settings: core.Settings, value: Any) -> core.Settings:
        return replace(settings, **{name: round(value * scale) if scale else value})

    return lay


LAID: dict[str, Callable[[core.Settings, Any], core.Settings]] = {
    "crowd_radius_m": _crowding("radius_m"),
    "crowd_longer_than_s": _crowding("longer_than_ms", 1000),
    "over_at_limit": _plain("over_at_limit"),
    "count_on_after_s": _plain("count_on_after_ms", 1000),
    "leave_distance_m": _plain("leave_distance_m"),
    "leave_after_s": _plain("leave_after_ms", 1000),
    "near_after_s": _plain("near_after_ms", 1000),
}


def windows_of(
    eras: list[Era], held: list[Held], start: datetime, until: datetime
) -> Iterator[Window]:
    """Ten minutes at a time, cut where any fence changes, comes into force or goes out of it."""
    by_tag: dict[UUID, list[Held]] = {}
    for one in held:
        by_tag.setdefault(one.holder.tag, []).append(one)
    bucket = start
    while bucket < until:
        end = min(bucket + BUCKET, until)
        points = points_in(eras[0].plant.company, bucket, EVERYWHERE, by_tag)
        begin = bucket
        for stop in [*_changes(eras, bucket, end), end]:
            due = (points.t_ms >= clock.to_ms(begin)) & (points.t_ms < clock.to_ms(stop))
            config = era_at(eras, begin).plant.config_at(begin)
            yield Window(clock.to_ms(stop), pick(points, due), config)
            begin = stop
        bucket += BUCKET


def _changes(eras: list[Era], begin: datetime, end: datetime) -> list[datetime]:
    found = {era.since for era in eras} | {
        change
        for era in eras
        for schedule in era.plant.zones.schedules.values()
        for change in schedule.changes(begin, end, era.plant.time_zone)
    }
    return sorted(one for one in found if begin < one < end)


def note(rung: Rung, around: Around, decision: Decision) -> None:
    """An alarm that begins, gets graver or ends, as the live engine would have told it."""
    key = str(decision.id)
    if decision.phase is Phase.CLEARED:
        if key in rung.by_id:
            rung.by_id[key] |= _end(around, decision, rung.versions[key])
        return
    decision = gravest(decision, rung.grades.get(key, 0))
    rung.grades[key] = int(getattr(decision, "grade", 0))
    facts = FACTS[decision.rule](around, decision)
    if key in rung.by_id:
        rung.by_id[key] |= {"kind": facts.kind, "title": facts.title}
    elif rung.since_ms <= decision.at_ms < rung.until_ms and len(rung.by_id) < ALARMS_MAX:
        rung.by_id[key] = {
            "id": key, "kind": facts.kind, "kind_name": facts.title.split(" · ")[0],
            "title": facts.title,
            "area": str(facts.area.area) if facts.area and facts.area.area else None,
            "area_name": facts.area.name if facts.area else "",
            "since": clock.from_ms(decision.at_ms).isoformat(), "until": None, "why_ended": "",
        }  # fmt: skip
        named = around.plant.zones.names.get(decision.zone) if decision.zone else None
        rung.versions[key] = (named.name, named.version) if named else ("", "")


def _end(around: Around, decision: Decision, zone: tuple[str, str]) -> dict[str, str]:
    """When it ended, and why if its zone (name, version) was changed meanwhile."""
    why = why_ended(around.plant, decision.zone, *zone, clock.from_ms(around.now_ms))
    return {"until": clock.from_ms(decision.at_ms).isoformat(), "why_ended": why}
