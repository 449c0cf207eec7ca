"""The gateways of `positioning.py`, as a process of their own.

`python -m benchmarks._crowd PORT PASSWORD TAGS GATEWAYS SECONDS`; says what it sent as JSON.
It shares the cores with the box it loads, so a batch is computed as arrays: real gateways would
cost the box nothing.
"""

import json
import sys
import threading
import time
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray
from tests.faults.gateways import Gateway
from tests.faults.plant import (
    ANCHORS,
    HEARD_M,
    NO_ENTRY,
    PITCH_M,
    SIDE_M,
    iso,
    tag_number,
)

Floats = NDArray[np.float64]
CROSSERS = 40
ROUND_S = 20
KEY_EVERY_S = 1.0
HEARD_BY = 6  # anchors, the nearest
NOISE_M = 0.1
ANCHORS_ACROSS = int(SIDE_M / PITCH_M) + 1
NAMES = list(ANCHORS)  # column by column
AROUND = np.array([(a, b) for a in range(-1, 3) for b in range(-1, 3)])


class Walkers:
    """Some tags of one gateway. The first forty of all cross the forbidden place's edge."""

    def __init__(self, numbers: range) -> None:
        self.numbers = np.array(numbers)
        self.names = [tag_number(k) for k in numbers]
        self.noise = np.random.default_rng(numbers.start)
        self.radius_m = 10 + 20 * self.noise.random(len(numbers))
        self.middle = 40 + (SIDE_M - 80) * self.noise.random((len(numbers), 2))
        self.crossing = self.numbers < CROSSERS

    def places(self, t_s: float) -> Floats:
        """Where they are at a time (s); (n, 2), metres. The others walk circles at 1 m/s."""
        angle = t_s / self.radius_m + self.numbers
        circle = np.stack((np.cos(angle), np.sin(angle)), axis=1)
        places = self.middle + self.radius_m[:, None] * circle
        x, y, side = NO_ENTRY
        share = (t_s / ROUND_S + self.numbers / CROSSERS) % 1
        across = x - 7.5 + 15 * np.where(share < 0.5, 2 * share, 2 - 2 * share)
        places[self.crossing, 0] = across[self.crossing]
        places[self.crossing, 1] = y + side * (self.numbers[self.crossing] % 10) / 10
        return places

    def batch(self, t_s: float) -> bytes:
        """The message of their gateway: range reports of this moment."""
        places = self.places(t_s)
        cells = np.clip((places // PITCH_M)[:, None, :] + AROUND, 0, ANCHORS_ACROSS - 1)
        offsets = cells * PITCH_M - places[:, None, :]
        far_m = np.sqrt((offsets**2).sum(axis=2) + 4.0**2)  # tags at 1 m, anchors at 5 m
        numbers = (cells[:, :, 0] * ANCHORS_ACROSS + cells[:, :, 1]).astype(int)
        nearest = np.argsort(far_m, axis=1, kind="stable")
        moment = iso(int(t_s * 1000))
        return orjson.dumps([
            {"tag": name, "t": moment, "tech": "uwb-twr", "obs": obs}
            for name, obs in zip(self.names, self._heard(far_m, numbers, nearest), strict=True)
        ])  # fmt: skip

    def _heard(self, far_m: Floats, numbers: Any, nearest: Any) -> list[list[dict[str, Any]]]:
        told = np.round(far_m + self.noise.normal(0, NOISE_M, far_m.shape), 3).tolist()
        heard = (far_m <= HEARD_M).tolist()
        found = []
        for row, order in enumerate(nearest.tolist()):
            obs: dict[int, float] = {}
            for k in order:
                if heard[row][k] and len(obs) < HEARD_BY:
                    obs.setdefault(int(numbers[row, k]), told[row][k])
            found.append([{"anchor": NAMES[a], "range_m": m} for a, m in obs.items()])
        return found


def run(gateway: Gateway, tags: range, number: int, of: int, until: float) -> None:
    """One batch a second; the reports bear the moment of publishing."""
    walkers = Walkers(tags)
    due = int(time.time()) + 1 + number / of
    while (now := time.time()) < until:
        time.sleep(max(0.0, due - now))
        gateway.send(f"anhuan/v1/ranging/{gateway.name}", walkers.batch(time.time()))
        due += 1


def press(gateway: Gateway, tags: int, until: float) -> None:
    """Every second another tag calls for help."""
    k = CROSSERS
    while time.time() < until:
        time.sleep(KEY_EVERY_S)
        key = {"t": iso(int(time.time() * 1000)), "key": "sos", "pressed": True}
        gateway.send(f"anhuan/v1/button/{tag_number(k)}", key)
        k = CROSSERS + (k - CROSSERS + 1) % max(1, tags - CROSSERS)


def main() -> None:
    port, password, tags, gateways, seconds = sys.argv[1:]
    until, count = time.time() + float(seconds), int(gateways)
    made = [Gateway(int(port), password, f"gw{k:02}") for k in range(count)]
    keys = Gateway(int(port), password, "keys")
    threads = [
        threading.Thread(target=run, args=(one, range(k, int(tags), count), k, count, until))
        for k, one in enumerate(made)
    ]
    threads.append(threading.Thread(target=press, args=(keys, int(tags), until)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for one in (*made, keys):
        one.close()
    sent = sum(len(one.sent) for one in (*made, keys))
    safe = sum(len(one.acknowledged()) for one in (*made, keys))
    print(json.dumps({"messages": sent, "acknowledged": safe, "cpu_s": time.process_time()}))


if __name__ == "__main__":
    main()
