"""Which zones have which rule: one mask a rule, made once for a configuration."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.config import Kind, Zone

Mask = NDArray[np.bool_]


class Ruled(NamedTuple):
    """(Z,) each, unless it says otherwise."""

    entry: Mask  # not everybody may enter
    stay: Mask  # nobody may stay for long
    post: Mask  # somebody has to be there
    still: Mask  # nobody may lie still
    speed: Mask
    job: Mask
    barred: Mask  # somebody of those who guard it may not be in it
    near: Mask  # surroundings
    way: Mask  # of somebody's round
    keeps: Mask  # the plant
    over: Mask
    under: Mask
    apart: Mask  # people in it make no gathering
    counted: Mask  # (Z, 4) kinds of people each counts


def ruled_of(zones: Sequence[Zone]) -> Ruled:
    """The masks of `zones`."""

    def mask(has: Callable[[Zone], object]) -> Mask:
        return np.array([bool(has(zone)) for zone in zones], np.bool_)

    return Ruled(
        entry=mask(lambda z: z.may_enter is not None),
        stay=mask(lambda z: z.max_stay_s is not None),
        post=mask(lambda z: z.must_stay),
        still=mask(lambda z: z.still_after_s is not None),
        speed=mask(lambda z: z.speed_limit_kmh is not None),
        job=mask(lambda z: z.job is not None),
        barred=mask(lambda z: z.barred),
        near=mask(lambda z: z.near_of is not None),
        way=mask(lambda z: z.is_way),
        keeps=mask(lambda z: z.keeps_tags),
        over=mask(lambda z: z.over_limit is not None),
        under=mask(lambda z: z.under_limit is not None),
        apart=mask(lambda z: not z.judges_gatherings),
        counted=np.array([[k in z.counted for k in Kind] for z in zones], bool).reshape(-1, 4),
    )
