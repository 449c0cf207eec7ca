"""Reports older than what their tag is known to have done since: for the record alone.

A gateway that was cut off sends what it kept after what it hears now, and not always in order.
The rules have judged those moments already; the track shall hold them all the same.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.output import FixTable
from anhuan.engine.core.plant import Plant
from anhuan.engine.core.track import Rows, follow_rows
from anhuan.engine.core.track.state import new_state

Ints = NDArray[np.int64]


def late_fixes(plant: Plant, rows: Rows, tag_floor: Ints) -> FixTable:
    """Fixes (F,) from rows sorted by tag and time, by filters that know nothing else.

    tag_floor (N,): dense floor each tag is on now, -1 not known. Nobody waits for a better
    beginning, so every instant that can be placed at all is.
    """
    settings = plant.config.settings
    tags, row_tag = np.unique(rows.tag, return_inverse=True)
    floor = tag_floor[tags]
    fixes = follow_rows(
        new_state(len(tags)),
        rows._replace(tag=row_tag.astype(np.int64)),
        plant.site,
        plant.tag_kind[tags],
        floor,
        plant.height_of(floor),
        plant.max_speed_mps,
        settings.step_ms,
        settings.tuning._replace(patience_ms=0),
    )
    level, nowhere = plant.floor_of(floor[fixes.tag]), np.full(len(fixes.tag), -1, np.int64)
    return FixTable(
        tags[fixes.tag], *fixes[1:4], level, *fixes[4:7], area=nowhere, blocked=fixes.blocked
    )
