"""The engine's whole path on one screen: reports in, fixes, visits, counts and decisions out.

Reports are taken as they come (`ingest`). The rules look at the plant at fixed instants, every
`step_ms` of event time, each once all that can still arrive for it has arrived (`settle_ms`); so
feeding the same reports with the same `now_ms` again gives the same decisions with the same ids.
Pass the stream's own timestamps as `now_ms` and a replay after a crash repeats itself exactly.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core import (
    counts,
    crowding,
    floor,
    presence,
    silence,
    still,
)
from anhuan.engine.core import state as memory
from anhuan.engine.core.clean import Code, clean, clean_places
from anhuan.engine.core.config import Config, Tech
from anhuan.engine.core.decisions import Decision
from anhuan.engine.core.fences import LEAVE, Visits, close_silent, follow_visits
from anhuan.engine.core.plant import Plant, plant_of
from anhuan.engine.core.reports import Places, ReportBuilder, Reports
from anhuan.engine.core.scene import Scene
from anhuan.engine.core.state import Pending, State, state_of
from anhuan.engine.core.tables import join, pick
from anhuan.engine.core.track import Fixes, Rows, follow_places, follow_rows
from anhuan.engine.core.track.state import NEVER

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

CATCH_UP_MAX_MS = 900_000  # a longer silence of the whole engine is not judged step by step


@dataclass(frozen=True, slots=True)
class FixTable:
    """Positions, (R,): the newest of each tag in each step. area: dense zone, -1 none."""

    tag: Ints
    t_ms: Ints
    x: Floats
    y: Floats
    floor: Ints
    r68_m: Floats
    speed_mps: Floats
    still: Ints
    area: Ints


@dataclass(frozen=True, slots=True)
class Visit:
    """A tag entered a zone, or left it. t_ms: when; entered_ms: when the visit began."""

    tag: UUID
    zone: UUID
    left: bool
    t_ms: int
    entered_ms: int
    x: float
    y: float


@dataclass(slots=True)
class Output:
    """What happened since the last `tick`. counts (Z, 4) and total (4,) are the newest."""

    up_to_ms: int
    fixes: list[FixTable] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    counts: Ints = field(default_factory=lambda: np.zeros((0, 4), np.int64))
    total: Ints = field(default_factory=lambda: np.zeros(4, np.int64))


Stage = Callable[["Pipeline", Scene, Output], None]


class Pipeline:
    """One engine: configuration, memory, and the two doors `ingest` and `tick`."""

    def __init__(self, config: Config, now_ms: int) -> None:
        self.plant: Plant = plant_of(config)
        step = config.settings.step_ms
        self.state: State = state_of(self.plant, now_ms // step * step)
        self._output = Output(self.state.stepped_ms)

    def builder(self) -> ReportBuilder:
        """Collects decoded messages for `ingest`; get a new one after `reconfigure`."""
        return ReportBuilder(self.plant.tag_number, self.plant.anchor_number)

    def ingest(self, reports: Reports, now_ms: int) -> Ints:
        """Take range reports that arrived at `now_ms`; a `Code` for each row (R,)."""
        self._advance(now_ms)
        plant, state = self.plant, self.state
        code = clean(state.clean, reports, now_ms, plant.config.settings)
        accepted = reports if not code.any() else pick(reports, code == Code.OK)
        rows = rows_of(accepted, plant, now_ms)
        floor.vote_rows(
            state.floors, rows, plant.anchor_floor, plant.config.settings.path_loss_exponent
        )
        self._keep(
            follow_rows(
                state.track,
                rows,
                plant.anchor_at,
                plant.tag_kind,
                plant.height_of(state.floors.floor),
                plant.max_speed_mps,
                plant.config.settings.path_loss_exponent,
                plant.config.settings.step_ms,
            )
        )
        return code

    def ingest_places(self, places: Places, now_ms: int) -> Ints:
        """Take positions solved elsewhere that arrived at `now_ms`; a `Code` for each row (R,)."""
        self._advance(now_ms)
        plant, state = self.plant, self.state
        newest_ms = state.track["t_ms"][places.tag]
        code = clean_places(places, newest_ms, now_ms, plant.config.settings)
        order = np.flatnonzero(code == Code.OK)
        order = order[np.lexsort((places.t_ms[order], places.tag[order]))]
        place = pick(places, order)
        t_ms = np.minimum(place.t_ms, now_ms)
        dense = memory.look_up_floor(plant.floors, place.floor)
        floor.vote_places(state.floors, place.tag, t_ms, dense)
        self._keep(
            follow_places(
                state.track,
                place.tag,
                t_ms,
                place.x,
                place.y,
                place.r68_m,
                plant.tag_kind,
                plant.max_speed_mps,
                plant.config.settings.step_ms,
            )
        )
        return code

    def tick(self, now_ms: int) -> Output:
        """Judge every instant that is due at `now_ms`; return all since the last tick."""
        self._advance(now_ms)
        output, self._output = self._output, Output(self.state.stepped_ms)
        self._output.counts, self._output.total = output.counts, output.total
        output.up_to_ms = self.state.stepped_ms
        return output

    @property
    def gatherings(self) -> list[crowding.Gathering]:
        """The gatherings told and not yet dispersed, as they are now."""
        return [one for one in self.state.crowding.gatherings if one.grade]

    def dump(self) -> bytes:
        """The whole memory. Take it right after `tick`, when nothing is undelivered."""
        return memory.dump(self.state, self.plant)

    def load(self, blob: bytes) -> None:
        """Go on from a dumped memory, moved to the present configuration."""
        self.state = memory.load(blob, self.plant)
        self._output = Output(self.state.stepped_ms)

    def reconfigure(self, config: Config) -> None:
        """Change the configuration; tags, visits and alarms known to both go on.

        Do it right after `tick`: the numbers in an undelivered output are the old ones.
        """
        names = memory.names_of(self.plant)
        self.plant = plant_of(config)
        self.state = memory.moved(self.state, names, self.plant)

    def _keep(self, fixes: Fixes) -> None:
        if len(fixes.tag) == 0:
            return
        level = self.plant.floor_of(self.state.floors.floor[fixes.tag])
        made = Pending(fixes.tag, fixes.t_ms, fixes.x, fixes.y, level, *fixes[4:])
        self.state.pending = join([self.state.pending, made])

    def _advance(self, now_ms: int) -> None:
        settings = self.plant.config.settings
        due = now_ms - settings.settle_ms
        oldest = due // settings.step_ms * settings.step_ms - CATCH_UP_MAX_MS
        if self.state.stepped_ms < oldest:
            self.state.stepped_ms = self.state.began_ms = oldest
        while self.state.stepped_ms + settings.step_ms <= due:
            self.state.stepped_ms += settings.step_ms
            self._step(self.state.stepped_ms)

    def _step(self, now_ms: int) -> None:
        take_fixes(self, now_ms, self._output)
        forget_silent(self, now_ms, self._output)
        scene = scene_of(self.plant, self.state, now_ms)
        for stage in STAGES:
            stage(self, scene, self._output)


def count(engine: Pipeline, scene: Scene, output: Output) -> None:
    """Head counts, and zones with too many or too few."""
    output.counts, output.total = counts.count_inside(scene), counts.count_all(scene)
    settings = engine.plant.config.settings
    output.decisions += counts.step(engine.state.counts, output.counts, scene, settings)


def judge_presence(engine: Pipeline, scene: Scene, output: Output) -> None:
    """Tags where they may not be, not where they must be, or for too long."""
    output.decisions += presence.step(engine.state.presence, scene)


def judge_crowding(engine: Pipeline, scene: Scene, output: Output) -> None:
    """Gatherings of people, once a second."""
    if scene.now_ms % 1000:
        return
    settings = engine.plant.config.settings.crowding
    kinds = np.isin(scene.kind, [int(kind) for kind in settings.kinds])
    judged = np.array([zone.judges_gatherings for zone in scene.zones], np.bool_)
    apart = np.zeros(len(scene.tags), np.bool_)
    apart[scene.inside_tag[~judged[scene.inside_zone]]] = True
    who = np.flatnonzero(scene.counted & kinds & ~apart)
    ids = [scene.tags[k].id for k in who]
    output.decisions += crowding.step(
        engine.state.crowding, ids, scene.x[who], scene.y[who], scene.floor[who], scene.now_ms,
        settings,
    )  # fmt: skip


def judge_stillness(engine: Pipeline, scene: Scene, output: Output) -> None:
    """People who do not move."""
    output.decisions += still.step(engine.state.still, scene)


def judge_silence(engine: Pipeline, scene: Scene, output: Output) -> None:
    """Tags that are not heard."""
    output.decisions += silence.step(engine.state.silence, scene, engine.plant.config.settings)


STAGES: tuple[Stage, ...] = (
    count,
    judge_presence,
    judge_crowding,
    judge_stillness,
    judge_silence,
)


def rows_of(reports: Reports, plant: Plant, now_ms: int) -> Rows:
    """Accepted reports as the filter takes them: by tag and time, not in the future, dB of loss."""
    t_ms = np.minimum(reports.t_ms, now_ms)
    order = np.lexsort((reports.tech, t_ms, reports.tag))
    tech, anchor, value = reports.tech[order], reports.anchor[order], reports.value[order]
    loss = plant.anchor_1m_dbm[anchor] - value
    return Rows(
        reports.tag[order],
        t_ms[order],
        tech,
        anchor,
        np.where(tech == Tech.RSSI, loss, value),
        (reports.rssi_dbm - reports.fp_dbm)[order],
    )


def take_fixes(engine: Pipeline, now_ms: int, output: Output) -> None:
    """Bring the pending fixes up to `now_ms` into visits and the newest places."""
    plant, state = engine.plant, engine.state
    settings = plant.config.settings
    due = state.pending.t_ms <= now_ms
    if not due.any():
        return
    state.pending, now = pick(state.pending, ~due), pick(state.pending, due)
    now = newest_in_each_cell(now, settings.step_ms)
    dense = memory.look_up_floor(plant.floors, now.floor)
    events, area = follow_visits(
        state.visits, plant.compiled, now.tag, now.t_ms, now.x, now.y, plant.height_of(dense),
        now.floor, settings.leave_distance_m, settings.leave_after_ms,
    )  # fmt: skip
    tell_visits(engine, events, output)
    newest = np.append(now.tag[1:] != now.tag[:-1], True)
    for into, values in zip(state.last, now[1:], strict=True):
        into[now.tag[newest]] = values[newest]
    state.forgotten[now.tag] = 0
    output.fixes.append(FixTable(*now[:8], area=area))


def newest_in_each_cell(fixes: Pending, step_ms: int) -> Pending:
    """By tag and time, only the last fix of each tag in each step."""
    order = np.lexsort((fixes.t_ms, fixes.tag))  # stable: of equal times the later made is last
    fixes = pick(fixes, order)
    cell = fixes.t_ms // step_ms
    last = np.append((fixes.tag[1:] != fixes.tag[:-1]) | (cell[1:] != cell[:-1]), True)
    return pick(fixes, last)


def forget_silent(engine: Pipeline, now_ms: int, output: Output) -> None:
    """End visits that a tag left before falling silent; give up tags silent for very long."""
    state, settings = engine.state, engine.plant.config.settings
    last = state.last
    waiting = (state.visits.outside_ms != NEVER) & (state.visits.zone >= 0)
    leaving = np.flatnonzero(waiting.any(axis=1))
    if len(leaving):
        now = np.full(len(leaving), now_ms, np.int64)
        events = close_silent(
            state.visits, leaving, now, last.x[leaving], last.y[leaving], settings.leave_after_ms
        )
        tell_visits(engine, events, output)
    silent = (last.t_ms != NEVER) & (now_ms - last.t_ms > settings.forget_after_ms)
    gone = np.flatnonzero(silent & (state.forgotten == 0))
    if len(gone):
        state.forgotten[gone] = 1
        events = close_silent(state.visits, gone, last.t_ms[gone], last.x[gone], last.y[gone], -1)
        tell_visits(engine, events, output)


def tell_visits(engine: Pipeline, events: Visits, output: Output) -> None:
    """Put visit events into the output under their names; note who left where they must stay."""
    tags, zones = engine.plant.tags, engine.plant.zones
    for k in range(len(events.tag)):
        tag, zone = tags[events.tag[k]], zones[events.zone[k]]
        left, t_ms = bool(events.what[k] == LEAVE), int(events.t_ms[k])
        if left and tag.id in zone.must_stay:
            presence.note_leaving(engine.state.presence, str(zone.id), str(tag.id), t_ms)
        x, y = float(events.x[k]), float(events.y[k])
        output.visits.append(Visit(tag.id, zone.id, left, t_ms, int(events.entered_ms[k]), x, y))


def scene_of(plant: Plant, state: State, now_ms: int) -> Scene:
    """The plant at one instant."""
    tag, place = np.nonzero(state.visits.zone >= 0)
    last = state.last
    return Scene(
        now_ms=now_ms,
        settled=now_ms - state.began_ms >= plant.config.settings.grace_ms,
        tags=plant.tags,
        number=plant.tag_of,
        zones=plant.zones,
        kind=plant.tag_kind,
        heard_ms=last.t_ms,
        x=last.x,
        y=last.y,
        floor=last.floor,
        still_since_ms=last.still_since_ms,
        counted=counted_tags(plant, state),
        inside_tag=tag,
        inside_zone=state.visits.zone[tag, place],
        inside_since_ms=state.visits.entered_ms[tag, place],
        active_since_ms=state.active_since_ms,
    )


def counted_tags(plant: Plant, state: State) -> NDArray[np.bool_]:
    """(N,) heard and not forgotten; of one person's tags only the one heard last."""
    counted: NDArray[np.bool_] = (state.last.t_ms != NEVER) & (state.forgotten == 0)
    for group in plant.shared:
        newest = group[np.argmax(state.last.t_ms[group])]
        counted[group[group != newest]] = False
    return counted
