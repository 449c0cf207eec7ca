"""Two BLE recordings as trials: what to learn a radio map from, what to find again, and the peers.

philotuxo: nine walks, each found with the map of the other eight. marckolak: a robot's calibration
drive is learned, its test drive is found (the data set's own split).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

from anhuan.devices.datasets import ble_marckolak, ble_philotuxo
from anhuan.devices.datasets.recording import Recording
from anhuan.engine.core.radio import Survey

Floats = NDArray[np.float64]
NOT_HEARD_DBM = -100.0
WINDOWS_S = (1.0, 2.0, 3.0)
NEIGHBOURS = (3, 5, 10)


@dataclass(frozen=True)
class Walk:
    """One recording as arrays: t (R,) s from its begin, a anchor number, v dBm, true x, y (R,)."""

    recording: Recording

    @cached_property
    def begin_ns(self) -> int:
        """When its first level was heard."""
        return self.recording.reports[0].t_ns

    @cached_property
    def t(self) -> Floats:
        """(R,) s."""
        return np.array([(one.t_ns - self.begin_ns) / 1e9 for one in self.recording.reports])

    @cached_property
    def a(self) -> NDArray[np.int64]:
        """(R,) position of the anchor among the recording's."""
        number = {name: k for k, name in enumerate(self.recording.anchors)}
        return np.array([number[one.anchor] for one in self.recording.reports], np.int64)

    @cached_property
    def v(self) -> Floats:
        """(R,) dBm."""
        return np.array([one.rssi_dbm for one in self.recording.reports])

    def truth_at(self, t: Floats) -> Floats:
        """(n, 2) m."""
        points = self.recording.truth
        at = np.array([(p.t_ns - self.begin_ns) / 1e9 for p in points])
        columns = [[p.x for p in points], [p.y for p in points]]
        return np.column_stack([np.interp(t, at, column) for column in columns])

    @cached_property
    def at(self) -> Floats:
        """(R, 2) true place of each report."""
        return self.truth_at(self.t)

    @cached_property
    def anchors(self) -> Floats:
        """(A, 3) m."""
        return np.array(list(self.recording.anchors.values()), float)

    def mean_levels(self, t: Floats, window_s: float) -> Floats:
        """(n, A) mean level of each anchor over the window before t, nan if not heard."""
        out = np.full((len(t), len(self.anchors)), np.nan)
        for k, now in enumerate(t):
            young = slice(*np.searchsorted(self.t, (now - window_s, now), side="right"))
            count = np.bincount(self.a[young], minlength=out.shape[1])
            total = np.bincount(self.a[young], self.v[young], minlength=out.shape[1])
            out[k, count > 0] = total[count > 0] / count[count > 0]
        return out


def trials() -> Iterator[tuple[str, list[Walk], Walk]]:
    """(data set, walks to learn from, walk to find)."""
    if ble_philotuxo.folder().exists():
        walks = {run: Walk(ble_philotuxo.read(run)) for run in ble_philotuxo.runs()}
        for run, walk in walks.items():
            yield "philotuxo", [other for name, other in walks.items() if name != run], walk
    if ble_marckolak.folder().exists():
        learn = Walk(ble_marckolak.read("calibration"))
        yield "marckolak", [learn], Walk(ble_marckolak.read("test_robot"))


def survey_of(walks: list[Walk]) -> Survey:
    """All levels heard on walks, with the true places."""
    number = np.array(list(walks[0].recording.anchors))
    return Survey(
        np.concatenate([number[w.a] for w in walks]),
        np.concatenate([w.at[:, 0] for w in walks]),
        np.concatenate([w.at[:, 1] for w in walks]),
        np.concatenate([w.v for w in walks]),
    )


def path_loss_of(walks: list[Walk]) -> tuple[float, float]:
    """Level at 1 m (dBm) and exponent by least squares."""
    distance = np.concatenate([
        np.hypot(np.hypot(*(w.at - w.anchors[w.a, :2]).T), w.recording.tag_z_m - w.anchors[w.a, 2])
        for w in walks
    ])  # fmt: skip
    design = np.column_stack([np.ones(len(distance)), -10 * np.log10(np.maximum(distance, 0.3))])
    levels = np.concatenate([w.v for w in walks])
    base, exponent = np.linalg.lstsq(design, levels, rcond=None)[0]
    return float(base), float(exponent)


def trilaterated(walk: Walk, t: Floats, window_s: float, model: tuple[float, float]) -> Floats:
    """The first peer: least squares in dB on mean levels, log-distance fitted on the training."""
    base, exponent = model
    place, out = walk.anchors[:, :2].mean(axis=0), []
    for levels in walk.mean_levels(t, window_s):
        heard = np.isfinite(levels)
        near, up = walk.anchors[heard], walk.recording.tag_z_m - walk.anchors[heard, 2]

        def misfit(at: Floats, near: Floats = near, up: Floats = up, seen: Floats = levels[heard]
                   ) -> Floats:  # fmt: skip
            d = np.maximum(np.hypot(np.hypot(*(at - near[:, :2]).T), up), 0.3)
            return np.asarray(base - 10 * exponent * np.log10(d) - seen)

        if heard.sum() >= 3:
            place = least_squares(misfit, near[:, :2].mean(axis=0) + 0.1).x
        out.append(place)
    return np.array(out)


def neighbours(
    walk: Walk, t: Floats, window_s: float, learn: list[Walk], count: int, learn_s: float
) -> Floats:
    """The second peer: the training's nearest fingerprints, weighed by likeness."""
    prints, places = [], []
    for one in learn:
        when = np.arange(one.t[0] + learn_s, one.t[-1], min(learn_s, 1.0))
        prints.append(one.mean_levels(when, learn_s))
        places.append(one.truth_at(when - learn_s / 2))
    known = np.nan_to_num(np.vstack(prints), nan=NOT_HEARD_DBM)
    where, out = np.vstack(places), []
    for levels in np.nan_to_num(walk.mean_levels(t, window_s), nan=NOT_HEARD_DBM):
        apart = np.sqrt(((known - levels) ** 2).sum(axis=1))
        best = np.argsort(apart)[:count]
        out.append(np.average(where[best], axis=0, weights=1.0 / (apart[best] + 1e-3)))
    return np.array(out)
