"""Everything the engine remembers, as one blob, and how it moves to another configuration."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core import crowding
from anhuan.engine.core.blob import pack, unpack
from anhuan.engine.core.clean import TECHS, CleanState, new_clean
from anhuan.engine.core.counts import CountState
from anhuan.engine.core.crowding import CrowdingState
from anhuan.engine.core.fences import VisitState, new_visits
from anhuan.engine.core.floor import FloorState, new_floors
from anhuan.engine.core.haulage import HaulageState
from anhuan.engine.core.jobs import JobState
from anhuan.engine.core.latch import Latches
from anhuan.engine.core.nearness import NearnessState
from anhuan.engine.core.plant import Plant
from anhuan.engine.core.presence import PresenceState
from anhuan.engine.core.silence import SilenceState
from anhuan.engine.core.still import StillState
from anhuan.engine.core.tables import blank, copy_rows, pick
from anhuan.engine.core.track.state import (
    NEVER,
    TrackState,
    bytes_of,
    new_state,
    rearranged,
    state_from,
)
from anhuan.engine.core.vehicles import VehicleState

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

VERSION = 1


class LastFix(NamedTuple):
    """The newest fix of N tags."""

    t_ms: Ints  # NEVER if none
    x: Floats  # nan if none
    y: Floats
    floor: Ints
    r68_m: Floats
    speed_mps: Floats
    still: Ints
    still_since_ms: Ints
    blocked: Floats


class Pending(NamedTuple):
    """Fixes made since the last step, R rows in order of making."""

    tag: Ints
    t_ms: Ints
    x: Floats
    y: Floats
    floor: Ints
    r68_m: Floats
    speed_mps: Floats
    still: Ints
    still_since_ms: Ints
    blocked: Floats


@dataclass(slots=True)
class State:
    """All memory. Arrays have one row a tag unless their own class says otherwise."""

    clean: CleanState
    floors: FloorState
    track: TrackState
    visits: VisitState
    last: LastFix
    pending: Pending
    forgotten: Ints  # (N,) 1: silent so long that it no longer counts
    active_since_ms: Ints  # (Z,)
    counts: CountState
    presence: PresenceState
    crowding: CrowdingState
    still: StillState
    silence: SilenceState
    stepped_ms: int  # the last instant judged
    began_ms: int  # when the memory began, or was last too old to go on from
    first_fix_ms: int = NEVER  # the first instant with a fix
    nearness: NearnessState = field(default_factory=NearnessState)
    jobs: JobState = field(default_factory=JobState)
    vehicles: VehicleState = field(default_factory=VehicleState)
    haulage: HaulageState = field(default_factory=HaulageState)


def new_last(tags: int) -> LastFix:
    """Nobody seen yet."""
    last = blank(LastFix, tags)
    for column in last:
        column[:] = np.nan if column.dtype.kind == "f" else 0
    last.t_ms[:] = last.still_since_ms[:] = NEVER
    return last


def state_of(plant: Plant, stepped_ms: int) -> State:
    """The memory of an engine that has just started."""
    tags = len(plant.tags)
    active = np.array([z.active for z in plant.zones], bool)
    return State(
        clean=new_clean(tags),
        floors=new_floors(tags, len(plant.floors)),
        track=new_state(tags),
        visits=new_visits(tags),
        last=new_last(tags),
        pending=blank(Pending),
        forgotten=np.zeros(tags, np.int64),
        active_since_ms=np.where(active, stepped_ms, NEVER).astype(np.int64),
        counts=CountState(),
        presence=PresenceState(),
        crowding=CrowdingState(),
        still=StillState(),
        silence=SilenceState(),
        stepped_ms=stepped_ms,
        began_ms=stepped_ms,
    )


TABLES: dict[str, Any] = {
    "clean": CleanState,
    "floors": FloorState,
    "visits": VisitState,
    "last": LastFix,
    "pending": Pending,
}


def dump(state: State, plant: Plant) -> bytes:
    """The memory and the names its numbers stand for."""
    arrays = {
        f"{name}.{column}": values
        for name in TABLES
        for column, values in getattr(state, name)._asdict().items()
    }
    arrays["track"] = bytes_of(state.track)
    arrays |= {"forgotten": state.forgotten, "active_since_ms": state.active_since_ms}
    plain = {
        "version": VERSION,
        "stepped_ms": state.stepped_ms,
        "began_ms": state.began_ms,
        "first_fix_ms": state.first_fix_ms,
        "names": names_of(plant),
        "latches": {name: one.dump() for name, one in latches_of(state).items()},
        "left_ms": [[*key, t] for key, t in state.presence.left_ms.items()],
        "crowding": crowding.dump(state.crowding),
    }
    return pack(arrays, plain)


def load(blob: bytes, plant: Plant) -> State:
    """Undo `dump`, moved to the present configuration. ValueError if it is not readable."""
    arrays, plain = unpack(blob)
    if plain.get("version") != VERSION:
        raise ValueError("engine state of another version")
    for name in ("last", "pending"):  # dumped before there was such a column
        arrays.setdefault(f"{name}.blocked", np.zeros(len(arrays[f"{name}.t_ms"])))
    tables = {
        name: table(**{c: arrays[f"{name}.{c}"] for c in table._fields})
        for name, table in TABLES.items()
    }
    latches = latches_from(plain["latches"])
    presence = PresenceState(left_ms={(zone, tag): t for zone, tag, t in plain["left_ms"]})
    for name in PRESENCE:
        setattr(presence, name, latches[name])
    old = State(
        **tables,
        track=state_from(arrays["track"]),
        forgotten=arrays["forgotten"],
        active_since_ms=arrays["active_since_ms"],
        counts=CountState(latches["over"], latches["under"]),
        presence=presence,
        crowding=crowding.load(plain["crowding"]),
        still=StillState(latches["still"]),
        silence=SilenceState(latches["lost"]),
        stepped_ms=plain["stepped_ms"],
        began_ms=plain["began_ms"],
        first_fix_ms=plain.get("first_fix_ms", plain["began_ms"]),
        nearness=NearnessState(latches["near"]),
        jobs=JobState(latches["job_left"], latches["intruded"], latches["guard_inside"]),
        vehicles=VehicleState(latches["overspeed"]),
        haulage=HaulageState(*(latches[name] for name in HAULAGE)),
    )
    return moved(old, plain["names"], plant)


HAULAGE = ("off_route", "parked", "overdue")
PRESENCE = ("entered", "left", "absent", "strayed", "left_plant", "detoured", "overstayed")


def latches_of(state: State) -> dict[str, Latches[Any]]:
    """All latches by name."""
    return {
        **{name: getattr(state.presence, name) for name in PRESENCE},
        **{name: getattr(state.haulage, name) for name in HAULAGE},
        "over": state.counts.over,
        "under": state.counts.under,
        "still": state.still.told,
        "lost": state.silence.lost,
        "near": state.nearness.told,
        "job_left": state.jobs.left,
        "intruded": state.jobs.intruded,
        "guard_inside": state.jobs.inside,
        "overspeed": state.vehicles.fast,
    }


def latches_from(plain: Mapping[str, list[Any]]) -> Mapping[str, Latches[Any]]:
    """Undo it; a rule that an older engine did not know has told nothing yet."""
    found: defaultdict[str, Latches[Any]] = defaultdict(Latches)
    found.update((name, Latches.load(rows)) for name, rows in plain.items())
    return found


def names_of(plant: Plant) -> dict[str, list[Any]]:
    """What the dense numbers stand for."""
    return {
        "tags": [str(tag.id) for tag in plant.tags],
        "anchors": [anchor.number for anchor in plant.config.anchors],
        "zones": [str(zone.id) for zone in plant.zones],
        "floors": plant.floors.tolist(),
    }


def moved(old: State, names: Mapping[str, list[Any]], plant: Plant) -> State:
    """The memory under another configuration: what both know stays, the rest begins anew."""
    now = names_of(plant)
    to = {key: renumbered(names[key], now[key]) for key in now}
    tag_from = renumbered(now["tags"], names["tags"])
    new = state_of(plant, old.stepped_ms)
    new.began_ms, new.first_fix_ms = old.began_ms, old.first_fix_ms
    new.counts, new.presence, new.crowding = old.counts, old.presence, old.crowding
    new.still, new.silence, new.nearness = old.still, old.silence, old.nearness
    new.jobs, new.vehicles, new.haulage = old.jobs, old.vehicles, old.haulage
    new.track = rearranged(old.track, tag_from, to["anchors"])
    new.clean = copy_rows(old.clean, new.clean, tag_from)
    what = new.clean.seen_what
    anchor = look_up(to["anchors"], what // TECHS)
    what[:] = np.where(anchor >= 0, anchor * TECHS + what % TECHS, -1)
    new.floors = floors_from(old.floors, new.floors, tag_from, to["floors"])
    new.visits = copy_rows(old.visits, new.visits, tag_from)
    new.visits.zone[:] = look_up(to["zones"], new.visits.zone)
    new.visits.area[:] = look_up(to["zones"], new.visits.area)
    new.last = copy_rows(old.last, new.last, tag_from)
    new.forgotten[tag_from >= 0] = old.forgotten[tag_from[tag_from >= 0]]
    keep = look_up(to["tags"], old.pending.tag) >= 0
    new.pending = pick(old.pending, keep)
    new.pending.tag[:] = look_up(to["tags"], new.pending.tag)
    was = look_up(renumbered(now["zones"], names["zones"]), np.arange(len(plant.zones)))
    first_ms = old.stepped_ms + plant.config.settings.step_ms  # judged for the first time
    active = new.active_since_ms != NEVER
    before = look_up(old.active_since_ms, was, NEVER)
    new.active_since_ms[active] = np.where(before == NEVER, first_ms, before)[active]
    return new


def renumbered(old: list[Any], new: list[Any]) -> Ints:
    """New number of each old name, -1 if it is gone."""
    number = {name: k for k, name in enumerate(new)}
    return np.array([number.get(name, -1) for name in old], np.int64)


def look_up(table: Ints, numbers: Ints, none: int = -1) -> Ints:
    """`table[numbers]`; `none` for numbers below 0."""
    if len(table) == 0:
        return np.full(numbers.shape, none, np.int64)
    return np.where(numbers >= 0, table[np.maximum(numbers, 0)], none)


def floors_from(old: FloorState, fresh: FloorState, tag_from: Ints, floor_to: Ints) -> FloorState:
    """As `rows_from`, with floors renumbered."""
    known = tag_from >= 0
    source = tag_from[known]
    for a, b in enumerate(floor_to):
        if b >= 0:
            fresh.votes[known, b] = old.votes[source, a]
    fresh.floor[known] = look_up(floor_to, old.floor[source])
    fresh.t_ms[known] = old.t_ms[source]
    return fresh


def look_up_floor(floors: Ints, floor: Ints) -> Ints:
    """Dense number of each floor, -1 if it is not one of `floors`."""
    dense = np.full(floor.shape, -1, np.int64)
    for k, one in enumerate(floors):
        dense[floor == one] = k
    return dense
