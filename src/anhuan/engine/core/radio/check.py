"""How good a radio map is: places found with maps that were made without them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.config import RadioSurvey
from anhuan.engine.core.radio.maps import MapTable, map_table
from anhuan.engine.core.radio.snapshot import fit_on_map
from anhuan.engine.core.radio.survey import USUAL, Place, Survey, radio_map_of
from anhuan.engine.core.tables import pick

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
FOLDS = 10


def left_out_errors(
    survey: Survey, part: Ints, moment: Ints, anchors: Mapping[str, Place], tag_z_m: float,
    how: RadioSurvey = USUAL,
) -> Floats:  # fmt: skip
    """Errors (m) of single moments, each placed by a map made without its part of the survey.

    part (R,): which stand or way a level belongs to, 0, 1, …; moment (R,): levels heard together.
    Leaving whole parts out is what makes it honest: neighbours in time know each other.
    """
    folds = part % FOLDS
    found = [
        errors
        for fold in np.unique(folds)
        for errors in _of_fold(survey, folds == fold, moment, anchors, tag_z_m, how)
    ]
    return np.array(found, np.float64)


def _of_fold(
    survey: Survey, out: NDArray[np.bool_], moment: Ints, anchors: Mapping[str, Place],
    tag_z_m: float, how: RadioSurvey,
) -> Iterator[float]:  # fmt: skip
    if out.all():
        return
    rest = pick(survey, ~out)
    try:
        made = radio_map_of(rest, anchors, tag_z_m, 1, how)
    except ValueError:  # too few levels are left
        return
    number = {name: k for k, name in enumerate(made.anchors)}
    table = map_table([made], number, {1: 0}, np.zeros(len(number)))
    known = out & np.isin(survey.anchor, made.anchors)
    for at in np.unique(moment[known]):
        yield _error_at(survey, known & (moment == at), number, table)


def _error_at(
    survey: Survey, rows: NDArray[np.bool_], number: Mapping[str, int], table: MapTable
) -> float:
    heard = np.array([number[name] for name in survey.anchor[rows].tolist()], np.int64)
    loss = -survey.level_dbm[rows]
    sd = np.full(len(heard), table.noise_db[0])
    x, y, _ = fit_on_map(table, 0, heard, loss, sd, len(heard), np.zeros(3))
    truth = float(np.mean(survey.x_m[rows])), float(np.mean(survey.y_m[rows]))
    return float(np.hypot(x - truth[0], y - truth[1]))
