"""A trial: what a fence would have decided on stored tracks, by the engine's own rules and words.

Nothing live is touched: the fence alone stands in a pipeline of its own, and the tracks of the
period, with enough of the time before to know who was inside since when, run through it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from anhuan.domains.positioning.models import Fence
from anhuan.domains.positioning.rules import fences as rules
from anhuan.engine.adapters.around import Around
from anhuan.engine.adapters.calendars import load_shifts, schedule_of
from anhuan.engine.adapters.configuration import Plant, load_plant
from anhuan.engine.adapters.facts import FACTS, Facts
from anhuan.engine.adapters.holders import core_tag
from anhuan.engine.adapters.trial_tracks import BUCKET, Held, box_of, load_held, points_in, tags_of
from anhuan.engine.adapters.zone_rules import listed_by
from anhuan.engine.adapters.zones import Schedule, Zones, fence_ready
from anhuan.engine.core import config as core
from anhuan.engine.core.decisions import Decision, Phase
from anhuan.engine.core.pipeline import Output, Pipeline, Visit
from anhuan.engine.core.tables import pick
from anhuan.engine.core.whatif import Window, replay
from anhuan.kernel import clock

FINDINGS_MAX = 2_000  # told in full; the rest is counted
Progress = Callable[[int], None]


@dataclass(slots=True)
class Result:
    """What came out: every alarm with its end, and figures of the period."""

    findings: list[dict[str, Any]] = field(default_factory=list)
    figures: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Tally:
    """Alarms and visits as they come."""

    since_ms: int
    until_ms: int
    by_id: dict[str, dict[str, Any]] = field(default_factory=dict)
    kinds: Counter[str] = field(default_factory=Counter)
    inside: set[UUID] = field(default_factory=set)
    seen: set[UUID] = field(default_factory=set)
    entries: int = 0
    most: int = 0
    most_at_ms: int | None = None


def run(
    fence: Fence, since: datetime, until: datetime, progress: Progress = lambda _: None
) -> Result:
    """Replay [since, until) against the fence as it stands; `progress` is told 0…100."""
    start = since - rules.longest_lead_in(fence.limit_s)
    start -= (start - clock.from_ms(0)) % BUCKET
    held = load_held(fence.company, start, until)
    plant = plant_for(fence, held, start, until)
    tally = Tally(clock.to_ms(since), clock.to_ms(until))
    windows = windows_of(fence, plant, held, start, until, progress)
    for engine, output in replay(windows, clock.to_ms(start), alone(plant, start)):
        take(tally, plant, engine, output, fence.pk)
    return result_of(tally, plant)


def plant_for(fence: Fence, held: list[Held], since: datetime, until: datetime) -> Plant:
    """The plant with this fence as its only zone, and the tags by who held them then."""
    plant = load_plant(fence.company)
    people = tags_of(held)
    holders = tuple(replace(holder, tag=tag) for tag, holder in people.items())
    shifts = load_shifts(fence.company, since, until)
    ready = fence_ready(fence, holders, schedule_of(fence, shifts), listed_by(fence, until))
    names = {**plant.zones.names, **ready.names}
    schedules = {zone.id: ready.schedule for zone in ready.zones}
    config = replace(plant.config, tags=tuple(core_tag(one) for one in holders), fences=ready.zones)
    zones = Zones(plant.zones.areas, ready.zones, names, schedules, 0)
    return replace(plant, config=config, holders={h.tag: h for h in holders}, zones=zones)


def alone(plant: Plant, moment: datetime) -> core.Config:
    """The fence as of `moment`, and nothing else that could decide."""
    whole = plant.config_at(moment)
    no_crowds = replace(whole.settings.crowding, kinds=frozenset())  # they are no fence's
    settings = replace(whole.settings, crowding=no_crowds)
    return core.Config(
        anchors=whole.anchors, tags=whole.tags, fences=whole.fences, settings=settings
    )


def windows_of(
    fence: Fence, plant: Plant, held: list[Held], start: datetime, until: datetime,
    progress: Progress,
) -> Iterator[Window]:  # fmt: skip
    """Ten minutes at a time, cut where the fence comes into force or goes out of it."""
    by_tag: dict[UUID, list[Held]] = {}
    for one in held:
        by_tag.setdefault(one.holder.tag, []).append(one)
    around = box_of(plant.config.fences)
    schedule = plant.zones.schedules[fence.pk]
    bucket = start
    while bucket < until:
        end = min(bucket + BUCKET, until)
        points = points_in(fence.company, bucket, around, by_tag)
        for begin, stop in _stretches(schedule, bucket, end, plant):
            due = (points.t_ms >= clock.to_ms(begin)) & (points.t_ms < clock.to_ms(stop))
            yield Window(clock.to_ms(stop), pick(points, due), alone(plant, begin))
        bucket += BUCKET
        progress(round(100 * min(1.0, (bucket - start) / (until - start))))


def _stretches(
    schedule: Schedule, begin: datetime, end: datetime, plant: Plant
) -> Iterator[tuple[datetime, datetime]]:
    for change in schedule.changes(begin, end, plant.time_zone):
        if begin < change < end:
            yield begin, change
            begin = change
    yield begin, end


def take(tally: Tally, plant: Plant, engine: Pipeline, output: Output, fence: UUID) -> None:
    """Count visits, write down alarms; what happened before the period only fills the memory."""
    for visit in output.visits:
        if visit.zone == fence:
            _count_visit(tally, plant, visit)
    around = Around(plant, engine, output.up_to_ms)
    for decision in output.decisions:
        _note(tally, around, decision)


def _count_visit(tally: Tally, plant: Plant, visit: Visit) -> None:
    if plant.holders[visit.tag].kind == "vehicle":
        return
    if visit.left:
        tally.inside.discard(visit.tag)
        return
    tally.inside.add(visit.tag)
    if not tally.since_ms <= visit.t_ms < tally.until_ms:
        return
    tally.entries += 1
    tally.seen.add(plant.holders[visit.tag].subject or visit.tag)
    if len(tally.inside) > tally.most:
        tally.most, tally.most_at_ms = len(tally.inside), visit.t_ms


def _note(tally: Tally, around: Around, decision: Decision) -> None:
    if decision.zone is None and decision.rule != "overspeed":
        return  # lost signals and gatherings are no fence's
    key = str(decision.id)
    if decision.phase is Phase.CLEARED and key in tally.by_id:
        tally.by_id[key]["until"] = clock.from_ms(decision.at_ms).isoformat()
    if decision.phase is not Phase.RAISED or not tally.since_ms <= decision.at_ms < tally.until_ms:
        return
    facts = FACTS[decision.rule](around, decision)
    tally.kinds[facts.kind] += 1
    if len(tally.by_id) < FINDINGS_MAX:
        tally.by_id[key] = _finding(around, decision, facts)


def _finding(around: Around, decision: Decision, facts: Facts) -> dict[str, Any]:
    holder = around.holder(decision.tag) if decision.tag else None
    return {
        "id": str(decision.id), "rule": decision.rule, "kind": facts.kind, "way": facts.way,
        "label": facts.title.split(" · ")[0], "title": facts.title, "text": facts.text,
        "onset": clock.from_ms(decision.onset_ms).isoformat(),
        "at": clock.from_ms(decision.at_ms).isoformat(), "until": None,
        "subject": str(holder.subject) if holder and holder.subject else None,
        "name": holder.name if holder else "", "person_kind": holder.kind if holder else "",
        "x_m": facts.x, "y_m": facts.y, "floor": facts.floor,
        "inputs": {k: v for k, v in decision.inputs.items() if isinstance(v, int | float | str)},
    }  # fmt: skip


def result_of(tally: Tally, plant: Plant) -> Result:
    """Findings in order of time, and the figures."""
    findings = sorted(tally.by_id.values(), key=lambda one: (one["at"], one["id"]))
    most_at = clock.from_ms(tally.most_at_ms).isoformat() if tally.most_at_ms else None
    return Result(
        findings,
        {
            "alarms": sum(tally.kinds.values()), "by_kind": dict(tally.kinds),
            "people": len({one["subject"] for one in findings if one["subject"]}),
            "entries": tally.entries, "visitors": len(tally.seen), "most": tally.most,
            "most_at": most_at, "tags": len(plant.config.tags),
        },
    )  # fmt: skip
