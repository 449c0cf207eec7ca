"""The engine's whole path on one screen: reports in, fixes, visits, counts and decisions out.

Reports are taken as they come (`ingest`). The rules look at the plant at fixed instants, every
`step_ms` of event time, each once all that can still arrive for it has arrived (`settle_ms`); so
feeding the same reports with the same `now_ms` again gives the same decisions with the same ids.
Pass the stream's own timestamps as `now_ms` and a replay after a crash repeats itself exactly.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core import (
    counts,
    crowding,
    floor,
    haulage,
    jobs,
    nearness,
    presence,
    silence,
    still,
    vehicles,
)
from anhuan.engine.core import state as memory
from anhuan.engine.core.clean import Code, clean, clean_places
from anhuan.engine.core.config import Config, Tech
from anhuan.engine.core.late import late_fixes
from anhuan.engine.core.output import FixTable, Output, Visit
from anhuan.engine.core.plant import Plant, keep_residuals, plant_of
from anhuan.engine.core.redrawn import leave_redrawn
from anhuan.engine.core.reports import Places, ReportBuilder, Reports
from anhuan.engine.core.scene import Scene
from anhuan.engine.core.seeing import scene_of
from anhuan.engine.core.state import Pending, State, state_of
from anhuan.engine.core.tables import join, pick
from anhuan.engine.core.taking import forget_silent, take_fixes
from anhuan.engine.core.track import Fixes, Rows, follow_places, follow_rows
from anhuan.engine.core.track.state import NEVER

__all__ = ["FixTable", "Output", "Pipeline", "Visit", "scene_of"]

Ints = NDArray[np.int64]

CATCH_UP_MAX_MS = 900_000  # a longer silence of the whole engine is not judged step by step


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
            state.floors, rows, plant.site.floor, plant.site.exponent, plant.passages, state.track
        )
        self._keep(
            follow_rows(
                state.track,
                rows,
                plant.site,
                plant.tag_kind,
                state.floors.floor,
                plant.height_of(state.floors.floor),
                plant.max_speed_mps,
                plant.config.settings.step_ms,
                plant.config.settings.tuning,
            )
        )
        if (late := code == Code.LATE).any():
            rows = rows_of(pick(reports, late), plant, now_ms)
            self._output.late.append(late_fixes(plant, rows, state.floors.floor))
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
        floor.vote_places(state.floors, place.tag, t_ms, dense, plant.passages, state.track)
        self._keep(
            follow_places(
                state.track,
                place.tag,
                t_ms,
                place.x,
                place.y,
                place.r68_m,
                plant.site,
                plant.tag_kind,
                state.floors.floor,
                plant.max_speed_mps,
                plant.config.settings.step_ms,
                plant.config.settings.tuning,
            )
        )
        return code

    def replay(self, fixes: Pending, now_ms: int) -> None:
        """Take fixes made earlier, up to `now_ms`, as a track kept them; no filter sees them."""
        self._advance(now_ms)
        self.state.pending = join([self.state.pending, fixes])

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

        Who is no longer in a zone because that was redrawn or withdrawn has left it now.

        Do it right after `tick`: the numbers in an undelivered output are the old ones.
        """
        names, before = memory.names_of(self.plant), self.plant
        self.plant = plant_of(config)
        keep_residuals(before, self.plant)
        leave_redrawn(before, self.plant, self.state, self._output)
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
            # As good as a start: nobody is missing until people are heard again.
            self.state.stepped_ms, self.state.began_ms = oldest, now_ms
            self.state.first_fix_ms = NEVER
        while self.state.stepped_ms + settings.step_ms <= due:
            self.state.stepped_ms += settings.step_ms
            self._step(self.state.stepped_ms)

    def _step(self, now_ms: int) -> None:
        passed = take_fixes(self.plant, self.state, now_ms, self._output)
        forget_silent(self.plant, self.state, now_ms, self._output)
        scene = scene_of(self.plant, self.state, now_ms, passed)
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
    apart = np.zeros(len(scene.tags), np.bool_)
    apart[scene.inside_tag[scene.ruled.apart[scene.inside_zone]]] = True
    who = np.flatnonzero(scene.counted & kinds & ~apart)
    ids = [engine.plant.tag_text[k] for k in who.tolist()]
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


def judge_nearness(engine: Pipeline, scene: Scene, output: Output) -> None:
    """People close to where they may not be."""
    settings = engine.plant.config.settings
    output.decisions += nearness.step(engine.state.nearness, scene, settings)


def judge_jobs(engine: Pipeline, scene: Scene, output: Output) -> None:
    """Guardians and workers who leave, and others who come in."""
    state, settings = engine.state, engine.plant.config.settings
    output.decisions += jobs.step(state.jobs, state.presence.left_ms, scene, settings)


def judge_speed(engine: Pipeline, scene: Scene, output: Output) -> None:
    """Vehicles that are too fast."""
    settings = engine.plant.config.settings
    output.decisions += vehicles.step(engine.state.vehicles, scene, settings)


def judge_haulage(engine: Pipeline, scene: Scene, output: Output) -> None:
    """Vehicles off their route, or standing where or as long as they may not."""
    if scene.now_ms % 1000:
        return
    config = engine.plant.config
    output.decisions += haulage.step(engine.state.haulage, scene, config.hauls, config.settings)


STAGES: tuple[Stage, ...] = (
    count,
    judge_presence,
    judge_nearness,
    judge_jobs,
    judge_speed,
    judge_haulage,
    judge_crowding,
    judge_stillness,
    judge_silence,
)


def rows_of(reports: Reports, plant: Plant, now_ms: int) -> Rows:
    """Accepted reports as the filter takes them: by tag and time of measuring, not in the future.

    Levels become dB of loss, degrees radians; ranges lose what their anchor adds to them.
    """
    age_ms = np.where(reports.tech == Tech.TWR, plant.anchor_age_ms[reports.anchor], 0)
    t_ms = np.minimum(reports.t_ms, now_ms) - age_ms
    order = np.lexsort((reports.tech, t_ms, reports.tag))
    tech, anchor, value = reports.tech[order], reports.anchor[order], reports.value[order]
    loss = plant.anchor_1m_dbm[anchor] - value
    unbiased = value - plant.anchor_bias_m[anchor]
    angular = (tech == Tech.AZIMUTH) | (tech == Tech.ELEVATION)
    kinds = [tech == Tech.RSSI, angular, tech == Tech.TWR]
    return Rows(
        reports.tag[order],
        t_ms[order],
        tech,
        anchor,
        np.select(kinds, [loss, np.radians(value), unbiased], value),
        (reports.rssi_dbm - reports.fp_dbm)[order],
    )
