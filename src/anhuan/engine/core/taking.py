"""New fixes brought into visits and newest places, one step at a time; silent tags let go."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core import passing, presence
from anhuan.engine.core import state as memory
from anhuan.engine.core.config import Area
from anhuan.engine.core.fences import LEAVE, Visits, close_silent, follow_visits
from anhuan.engine.core.output import FixTable, Output, Visit
from anhuan.engine.core.plant import Plant
from anhuan.engine.core.state import Pending, State
from anhuan.engine.core.tables import pick
from anhuan.engine.core.track.state import NEVER

Ints = NDArray[np.int64]
Passed = tuple[tuple[int, int, int], ...]  # zone, tag, when


def take_fixes(plant: Plant, state: State, now_ms: int, output: Output) -> Passed:
    """Bring the pending fixes up to `now_ms` into visits and the newest places.

    Returns the zones that tags went through meanwhile without a fix inside.
    """
    settings = plant.config.settings
    due = state.pending.t_ms <= now_ms
    if not due.any():
        return ()
    state.first_fix_ms = now_ms if state.first_fix_ms == NEVER else state.first_fix_ms
    state.pending, now = pick(state.pending, ~due), pick(state.pending, due)
    now = newest_in_each_cell(now, settings.step_ms)
    dense = memory.look_up_floor(plant.floors, now.floor)
    events, area = follow_visits(
        state.visits, plant.compiled, now.tag, now.t_ms, now.x, now.y, plant.height_of(dense),
        now.floor, settings.leave_after_ms,
    )  # fmt: skip
    tell_visits(plant, state, events, output)
    passed = passed_zones(plant, state, now, dense, events)
    newest = np.append(now.tag[1:] != now.tag[:-1], True)
    for into, values in zip(state.last, now[1:], strict=True):
        into[now.tag[newest]] = values[newest]
    state.forgotten[now.tag] = 0
    output.fixes.append(FixTable(*now[:8], area=area, blocked=now.blocked))
    return passed


def passed_zones(plant: Plant, state: State, now: Pending, dense: Ints, events: Visits) -> Passed:
    """(zone, tag, when) of zones with rules on entry that a way between two fixes leads through.

    `now` (R,) by tag and time, the newest places are still those before. A tag that has or had a
    fix inside is left to its visit.
    """
    watched = (plant.ruled.entry | plant.ruled.job) & (state.active_since_ms != NEVER)
    if not watched.any():
        return ()
    last, first = state.last, np.append(True, now.tag[1:] != now.tag[:-1])
    before = [
        np.where(first, old[now.tag], np.append(new[:1], new[:-1]))
        for old, new in zip(last[:5], now[1:6], strict=True)
    ]
    worst_m = np.fmax(before[4], now.r68_m)
    sure = passing.believable(before[0], now.t_ms, worst_m, plant.config.settings)
    sure &= before[3] == now.floor
    way = passing.Way(
        now.tag, before[0], now.t_ms, before[1], before[2], now.x, now.y, plant.height_of(dense),
        now.floor,
    )  # fmt: skip
    found = passing.passings(plant.compiled, plant.deep_m, watched, pick(way, sure))
    known = set(zip(events.zone.tolist(), events.tag.tolist(), strict=True))
    return tuple(
        one for one in found if one[:2] not in known and one[0] not in state.visits.zone[one[1]]
    )


def newest_in_each_cell(fixes: Pending, step_ms: int) -> Pending:
    """By tag and time, only the last fix of each tag in each step."""
    order = np.lexsort((fixes.t_ms, fixes.tag))  # stable: of equal times the later made is last
    fixes = pick(fixes, order)
    cell = fixes.t_ms // step_ms
    last = np.append((fixes.tag[1:] != fixes.tag[:-1]) | (cell[1:] != cell[:-1]), True)
    return pick(fixes, last)


def forget_silent(plant: Plant, state: State, now_ms: int, output: Output) -> None:
    """End visits that a tag left before falling silent; give up tags silent for very long."""
    settings, last = plant.config.settings, state.last
    waiting = (state.visits.outside_ms != NEVER) & (state.visits.zone >= 0)
    leaving = np.flatnonzero(waiting.any(axis=1))
    if len(leaving):
        now = np.full(len(leaving), now_ms, np.int64)
        events = close_silent(
            state.visits, leaving, now, last.x[leaving], last.y[leaving], settings.leave_after_ms
        )
        tell_visits(plant, state, events, output)
    silent = (last.t_ms != NEVER) & (now_ms - last.t_ms > settings.forget_after_ms)
    gone = np.flatnonzero(silent & (state.forgotten == 0))
    if len(gone):
        state.forgotten[gone] = 1
        events = close_silent(state.visits, gone, last.t_ms[gone], last.x[gone], last.y[gone], -1)
        tell_visits(plant, state, events, output, given_up=True)


def tell_visits(
    plant: Plant, state: State, events: Visits, output: Output, *, given_up: bool = False
) -> None:
    """Put visit events into the output under their names; note who left where it matters.

    `given_up`: these ended because the tag is silent, not because it went out.
    """
    tags, zones = plant.tags, plant.zones
    for k in range(len(events.tag)):
        tag, zone = tags[events.tag[k]], zones[events.zone[k]]
        left, t_ms = bool(events.what[k] == LEAVE), int(events.t_ms[k])
        if left and presence.matters_leaving(zone, tag.id) and not (given_up and zone.keeps_tags):
            presence.note_leaving(state.presence, str(zone.id), str(tag.id), t_ms)
        x, y = float(events.x[k]), float(events.y[k])
        entered_ms, of_area = int(events.entered_ms[k]), isinstance(zone, Area)
        output.visits.append(Visit(tag.id, zone.id, left, t_ms, entered_ms, x, y, of_area))
