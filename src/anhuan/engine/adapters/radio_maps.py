"""Radio maps between the database and the pipeline: made of walks, packed, and read again."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from anhuan.domains.calibration.models import HeardLevels, RadioMap
from anhuan.domains.calibration.queries.radio_maps import Ways, levels_for
from anhuan.domains.org.models import Company
from anhuan.engine.core import config as core
from anhuan.engine.core.radio import Survey, left_out_errors, radio_map_of
from anhuan.engine.core.tables import pick

log = logging.getLogger("engine")
TOGETHER_MS = 1_000  # levels of one second are one look
CHECKED_MAX = 3_000  # moments placed for the figures


@dataclass(frozen=True, slots=True)
class Made:
    """A map, and how well it finds places it was not made of."""

    radio_map: core.RadioMap
    errors_m: NDArray[np.float64]
    levels: int


@dataclass(slots=True)
class Rows:
    """Levels as they are gathered."""

    anchor: list[str] = field(default_factory=list)
    x_m: list[float] = field(default_factory=list)
    y_m: list[float] = field(default_factory=list)
    level_dbm: list[float] = field(default_factory=list)
    part: list[int] = field(default_factory=list)
    moment: list[int] = field(default_factory=list)
    z_m: list[float] = field(default_factory=list)


def make_map(row: RadioMap) -> Made:
    """The map of the row's floor from its walks. ValueError says in Chinese why there is none."""
    rows, places = gathered(row)
    if not rows.anchor:
        raise ValueError("所选测试在该楼层没有听到任何蓝牙信标")
    survey = Survey(
        np.array(rows.anchor), np.array(rows.x_m), np.array(rows.y_m), np.array(rows.level_dbm)
    )
    tag_z_m = float(np.median(rows.z_m))
    try:
        found = radio_map_of(survey, places, tag_z_m, row.floor)
    except ValueError:
        raise ValueError("每个信标听到的次数都太少，请补走后再建") from None
    part, moment = np.array(rows.part, np.int64), thinned(np.array(rows.moment, np.int64))
    kept = moment >= 0
    checked = pick(survey, kept)
    errors = left_out_errors(checked, part[kept], moment[kept], places, tag_z_m)
    return Made(found, errors, len(rows.anchor))


def thinned(moment: NDArray[np.int64]) -> NDArray[np.int64]:
    """Moments evenly picked so that no more than `CHECKED_MAX` are left; others -1."""
    names = np.unique(moment)
    step = max(1, -(-len(names) // CHECKED_MAX))
    return np.where(np.isin(moment, names[::step]), moment, -1)


def gathered(row: RadioMap) -> tuple[Rows, dict[str, tuple[float, float, float]]]:
    """Levels of the row's walks on its floor with their true places; places of the beacons."""
    rows, ways = Rows(), Ways()
    places: dict[str, tuple[float, float, float]] = {}
    parts: dict[Any, int] = {}
    for heard in levels_for(row):
        anchor = heard.anchor
        places[anchor.number] = (anchor.x_m, anchor.y_m, anchor.z_m)
        part = parts.setdefault((heard.stand_id, heard.passing_id), len(parts))
        for t_ms, level, (x, y, z) in _placed(ways, heard):
            rows.anchor.append(anchor.number)
            rows.x_m.append(x)
            rows.y_m.append(y)
            rows.z_m.append(z)
            rows.level_dbm.append(level)
            rows.part.append(part)
            rows.moment.append(part * 10_000_000 + t_ms // TOGETHER_MS % 10_000_000)
    return rows, places


def _placed(
    ways: Ways, heard: HeardLevels
) -> Iterator[tuple[int, float, tuple[float, float, float]]]:
    for t_ms, level in zip(heard.t_ms, heard.level_dbm, strict=True):
        if place := ways.place(heard, t_ms):
            yield t_ms, level, place


def packed(radio_map: core.RadioMap) -> bytes:
    """For `RadioMap.payload`; single precision is a thousandth of a dB."""
    out = io.BytesIO()
    np.savez_compressed(
        out,
        anchors=np.array(radio_map.anchors),
        frame=np.array([radio_map.x_m, radio_map.y_m, radio_map.step_m, radio_map.noise_db]),
        level_dbm=radio_map.level_dbm.astype(np.float32),
        doubt_db=radio_map.doubt_db.astype(np.float32),
    )
    return out.getvalue()


@lru_cache(maxsize=64)  # the same map is the same object: maps are compared by identity
def unpacked(floor: int, payload: bytes) -> core.RadioMap:
    """Undo `packed`. ValueError, KeyError or OSError if it is not one."""
    with np.load(io.BytesIO(payload), allow_pickle=False) as parts:
        x_m, y_m, step_m, noise_db = (float(one) for one in parts["frame"])
        numbers: list[Any] = parts["anchors"].tolist()
        return core.RadioMap(
            floor, x_m, y_m, step_m, tuple(str(one) for one in numbers), noise_db,
            parts["level_dbm"].astype(np.float64), parts["doubt_db"].astype(np.float64),
        )  # fmt: skip


def load_radio_maps(company: Company) -> tuple[core.RadioMap, ...]:
    """The maps in force, one a floor; one that cannot be read is left out."""
    found = []
    for row in RadioMap.objects.filter(company=company, is_active=True).order_by("floor"):
        try:
            found.append(unpacked(row.floor, bytes(row.payload or b"")))
        except (ValueError, KeyError, OSError) as error:
            log.error("radio map of floor %d v%d left out: %s", row.floor, row.version, error)
    return tuple(found)
