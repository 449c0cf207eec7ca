"""One slot on the air: which anchors hear which tag, how far and how strong they think it is."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anhuan.devices.plant.anchors import ANCHORS
from anhuan.devices.radio.obstacles import slabs_between, walls_between

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

RANGE_SD_M = 0.1
LOST_SHARE = 0.04  # of single exchanges
BIASED_SHARE = 0.7  # of paths through walls that arrive late
BIAS_SCALE_M = 0.7  # mean lateness of those, metres of range
RENEW_SHARE = 0.15  # of biases that change from one second to the next
UWB_AT_1M_DBM, BLE_AT_1M_DBM = -58.0, -59.0
UWB_LOSS, BLE_LOSS = 20.0, 22.0  # dB a decade of distance
NOISE_FLOOR_DBM = {"uwb": -106.0, "ble": -96.0}
WALL_DB = {"uwb": 3.0, "ble": 4.0}
SLAB_DB = {"uwb": 3.0, "ble": 12.0}
TAG_HEIGHT_M = 1.2  # worn at the chest


@dataclass(frozen=True, slots=True)
class Heard:
    """Pairs that got through: `tag` and `anchor` are row numbers, the rest is per pair."""

    tag: Ints
    anchor: Ints
    range_m: Floats  # with noise and lateness
    rssi_dbm: Floats
    first_path_dbm: Floats


class Air:
    """The anchors of one technology and the state of the paths to them."""

    def __init__(self, tech: str, rng: np.random.Generator) -> None:
        self.tech = tech
        self.rng = rng
        self.anchors = [anchor for anchor in ANCHORS if anchor.tech == tech]
        self.down: set[str] = set()  # numbers of anchors out of order
        self._at = np.array([(a.x_m, a.y_m, a.z_m) for a in self.anchors])
        self._reach = np.array([a.reach_m for a in self.anchors])
        self._lateness: dict[str, Floats] = {}

    def listen(self, tags: list[str], at: Floats) -> Heard:
        """What the anchors hear of tags at `at` ((n, 3) metres, floor level)."""
        worn = at + np.array([0.0, 0.0, TAG_HEIGHT_M])
        true_m = np.sqrt(((worn[:, None, :] - self._at[None]) ** 2).sum(axis=2))
        up = np.array([anchor.number not in self.down for anchor in self.anchors])
        tag, anchor = np.nonzero((true_m < self._reach) & up)
        range_m = true_m[tag, anchor]
        walls = walls_between(worn[tag], self._at[anchor])
        slabs = slabs_between(worn[tag], self._at[anchor])
        rssi = self._strength(range_m, walls, slabs)
        kept = (rssi > NOISE_FLOOR_DBM[self.tech]) & (self.rng.random(len(tag)) > LOST_SHARE)
        blocked = walls + slabs > 0
        late = np.where(blocked, self._late(tags)[tag, anchor] * np.minimum(walls + slabs, 3), 0.0)
        noisy = range_m + self.rng.normal(0, RANGE_SD_M, len(tag)) + late
        # A late path is a weak first path: what the engine's NLOS weighting looks for.
        gap_db = np.where(blocked, 5.0, 1.0) + self.rng.gamma(1.5, 0.5 + blocked)
        first = rssi - np.minimum(gap_db, 14.0)
        return Heard(
            tag[kept], anchor[kept], np.maximum(noisy, 0.05)[kept], rssi[kept], first[kept]
        )

    def _strength(self, range_m: Floats, walls: Ints, slabs: Ints) -> Floats:
        """Received power, dBm."""
        at_1m, loss = (UWB_AT_1M_DBM, UWB_LOSS) if self.tech == "uwb" else (BLE_AT_1M_DBM, BLE_LOSS)
        spread_db = 1.0 if self.tech == "uwb" else 3.0
        clean = at_1m - loss * np.log10(np.maximum(range_m, 0.3))
        hindered = clean - WALL_DB[self.tech] * walls - SLAB_DB[self.tech] * slabs
        return np.asarray(hindered + self.rng.normal(0, spread_db, len(range_m)))

    def _late(self, tags: list[str]) -> Floats:
        """Lateness of each path if something stands in it, metres; it stays for some seconds."""
        rows = [self._lateness.setdefault(tag, self._fresh()) for tag in tags]
        late = np.array(rows).reshape(len(tags), len(self.anchors))
        renew = self.rng.random(late.shape) < RENEW_SHARE
        late[renew] = self._draw(int(renew.sum()))
        for tag, row in zip(tags, late, strict=True):
            self._lateness[tag] = row
        return late

    def _fresh(self) -> Floats:
        return self._draw(len(self.anchors))

    def _draw(self, count: int) -> Floats:
        is_late = self.rng.random(count) < BIASED_SHARE
        return np.where(is_late, self.rng.exponential(BIAS_SCALE_M, count), 0.0)
