"""The configuration in the form the arrays need: dense numbers and coordinates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.config import Config, Tag, Zone
from anhuan.engine.core.fences import CompiledZones, compile_zones
from anhuan.engine.core.nearness import surroundings
from anhuan.engine.core.passing import depths_needed
from anhuan.engine.core.radio import map_table
from anhuan.engine.core.ruled import Ruled, ruled_of
from anhuan.engine.core.track import Site
from anhuan.engine.core.track.residuals import no_residuals
from anhuan.engine.core.walls import PassageTable, passage_table, wall_table

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Plant:
    """A anchors, N tags, Z zones (areas, fences, then surroundings), F floors."""

    config: Config
    tags: tuple[Tag, ...]
    zones: tuple[Zone, ...]
    tag_number: dict[str, int]  # device number to dense
    tag_of: dict[UUID, int]  # id to dense
    tag_text: tuple[str, ...]  # ids
    anchor_number: dict[str, int]
    site: Site  # anchors, radio maps, walls
    passages: PassageTable
    anchor_1m_dbm: Floats  # (A,)
    anchor_bias_m: Floats  # (A,)
    anchor_age_ms: Ints  # (A,) of a two-way range when its gateway stamps it
    tag_kind: Ints  # (N,)
    max_speed_mps: Floats  # (4,) by kind
    floors: Ints  # (F,) floor of each dense floor
    floor_z_m: Floats  # (F,) height of a tag there
    shared: tuple[Ints, ...]  # tags of each person with more than one
    compiled: CompiledZones
    ruled: Ruled
    deep_m: Floats  # (S,) how deep in a shape a way must lead to be a crossing

    def height_of(self, dense_floor: Ints) -> Floats:
        """z (m) of tags on dense floors; the first floor's where it is not known."""
        return self.floor_z_m[np.maximum(dense_floor, 0)]

    def floor_of(self, dense_floor: Ints) -> Ints:
        """Floor of dense floors; the first where it is not known."""
        return self.floors[np.maximum(dense_floor, 0)]


def plant_of(config: Config) -> Plant:
    """Compile a configuration. Anchors on a floor nobody described lie on one at height 0."""
    settings = config.settings
    heights = dict(settings.floor_z_m)
    for anchor in config.anchors:
        heights.setdefault(anchor.floor, 0.0)
    dense = {floor: k for k, floor in enumerate(heights)}
    anchors = config.anchors
    zones = (*config.zones, *surroundings(config.zones))
    compiled = compile_zones(zones, settings.leave_distance_m)
    return Plant(
        config=config,
        tags=config.tags,
        zones=zones,
        tag_number={tag.number: k for k, tag in enumerate(config.tags)},
        tag_of={tag.id: k for k, tag in enumerate(config.tags)},
        tag_text=tuple(str(tag.id) for tag in config.tags),
        anchor_number={anchor.number: k for k, anchor in enumerate(anchors)},
        site=site_of(config, dense),
        passages=passage_table(config.passages, dense, config.storeys),
        anchor_1m_dbm=levels_at_1m(config),
        anchor_bias_m=np.array([a.bias_m for a in anchors], np.float64),
        anchor_age_ms=range_ages(config),
        tag_kind=np.array([tag.kind for tag in config.tags], np.int64),
        max_speed_mps=np.array(settings.max_speed_mps, np.float64),
        floors=np.array(list(heights), np.int64),
        floor_z_m=np.array(list(heights.values()), np.float64) + settings.tag_height_m,
        shared=tags_of_one_person(config.tags),
        compiled=compiled,
        ruled=ruled_of(zones),
        deep_m=depths_needed(compiled),
    )


def site_of(config: Config, dense: Mapping[int, int]) -> Site:
    """Anchors, radio maps and walls; dense: floor to dense floor."""
    anchors = config.anchors
    number = {anchor.number: k for k, anchor in enumerate(anchors)}
    return Site(
        at=np.array([(a.x, a.y, a.z) for a in anchors], np.float64).reshape(-1, 3),
        heading=np.radians([a.heading_deg for a in anchors]),
        angle_sd=np.radians([a.angle_sd_deg for a in anchors]),
        reach_m=np.array([a.reach_m for a in anchors], np.float64),
        floor=np.array([dense[a.floor] for a in anchors], np.int64),
        exponent=float(config.settings.path_loss_exponent),
        maps=map_table(config.radio_maps, number, dense, levels_at_1m(config)),
        walls=wall_table(config.walls, dense),
        residuals=no_residuals(len(anchors)),
    )


def levels_at_1m(config: Config) -> Floats:
    """(A,) dBm."""
    return np.array([a.rssi_at_1m_dbm for a in config.anchors], np.float64)


def range_ages(config: Config) -> Ints:
    """(A,) ms: an anchor's own, else its plant's."""
    usual = config.settings.range_age_ms
    ages = [usual if a.range_age_ms is None else a.range_age_ms for a in config.anchors]
    return np.array(ages, np.int64)


def tags_of_one_person(tags: tuple[Tag, ...]) -> tuple[Ints, ...]:
    """Dense tags of each person who carries more than one."""
    of: dict[object, list[int]] = {}
    for k, tag in enumerate(tags):
        if tag.person is not None:
            of.setdefault(tag.person, []).append(k)
    return tuple(np.array(group, np.int64) for group in of.values() if len(group) > 1)


def keep_residuals(old: Plant, new: Plant) -> None:
    """Go on counting what ranges leave over at anchors that are as they were."""
    for k, anchor in enumerate(new.config.anchors):
        j = old.anchor_number.get(anchor.number)
        if j is not None and old.config.anchors[j] == anchor:
            new.site.residuals[k] = old.site.residuals[j]
