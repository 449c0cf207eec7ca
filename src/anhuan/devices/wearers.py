"""What people do when their tag speaks: read it, press a key, walk to the nearest muster point.

Sounders hear what they are told too, and say so.
"""

import json
from collections.abc import Iterator
from math import hypot
from queue import SimpleQueue
from typing import Any

from anhuan.devices import messages
from anhuan.devices.detour import Errand
from anhuan.devices.mover import Mover
from anhuan.devices.plant.anchors import RACK
from anhuan.devices.plant.sounders import SOUNDERS
from anhuan.devices.plant.spots import SPOTS
from anhuan.devices.simulator import Simulator

MUSTERS = tuple(name for name in SPOTS if name.startswith("muster-"))
SOONEST_S, SPREAD_S = 3.0, 12  # from the words to the first step
DEAF_ONE_IN = 12  # so many never press the key, though they do walk
AT_MOST_S = 3600.0  # nobody waits longer for the all clear
ROW, APART_M = 6, 1.5  # people at a muster point stand in rows
Told = tuple[str, dict[str, Any]]


class Wearers:
    """Takes what the broker says to tags (any thread) and lets people act on it (the loop's)."""

    def __init__(self) -> None:
        self._inbox: SimpleQueue[Told] = SimpleQueue()
        self._due: list[tuple[float, Mover, dict[str, Any]]] = []

    def hear(self, topic: str, payload: bytes) -> None:
        """Words for one tag; what is no order to leave changes nothing."""
        try:
            words = json.loads(payload)
        except ValueError:
            return
        if isinstance(words, dict) and words.get("cmd") in ACTS:
            self._inbox.put((topic.rsplit("/", 1)[-1], words))

    def tick(self, simulator: Simulator, t_s: float) -> None:
        """Let those act whose moment has come."""
        for tag, words in self._heard():
            if tag in SOUNDERS and words.get("id"):
                _say_heard(simulator, tag, words, t_s)
            mover = simulator.world.by_tag.get(tag)
            acts = mover is not None and mover.person is not None
            if mover and acts and not mover.is_mute and mover.is_on_site(t_s):
                self._due.append((t_s + SOONEST_S + mover.seed % SPREAD_S, mover, words))
        due = [one for one in self._due if one[0] <= t_s]
        self._due = [one for one in self._due if one[0] > t_s]
        for _, mover, words in due:
            _answer(simulator, mover, words, t_s)
            ACTS[words["cmd"]](simulator, mover, t_s)

    def _heard(self) -> Iterator[Told]:
        while not self._inbox.empty():
            yield self._inbox.get()


def nearest_muster(x_m: float, y_m: float) -> str:
    """The muster point people think of first."""
    return min(MUSTERS, key=lambda name: hypot(SPOTS[name][0] - x_m, SPOTS[name][1] - y_m))


def _answer(simulator: Simulator, mover: Mover, words: dict[str, Any], t_s: float) -> None:
    if mover.seed % DEAF_ONE_IN and words.get("id"):
        _say_heard(simulator, mover.tag, words, t_s)


def _say_heard(simulator: Simulator, number: str, words: dict[str, Any], t_s: float) -> None:
    payload = messages.answer(t_s, str(words["id"]))
    simulator.send(RACK, messages.button_topic(number), payload)


def _leave(simulator: Simulator, mover: Mover, t_s: float) -> None:
    place = mover.at(t_s)
    row, seat = divmod(mover.seed % (ROW * ROW), ROW)
    stand = ((seat - ROW / 2) * APART_M, (row - ROW / 2) * APART_M)
    muster = nearest_muster(place.x_m, place.y_m)
    simulator.world.send(mover, Errand(muster, t_s + AT_MOST_S, stand))


def _return(simulator: Simulator, mover: Mover, t_s: float) -> None:
    """Back to work; who was on another errand of its own goes home from here all the same."""
    place = mover.at(t_s)
    muster = nearest_muster(place.x_m, place.y_m)
    simulator.world.send(mover, Errand(muster, t_s))


def _stay(simulator: Simulator, mover: Mover, t_s: float) -> None:
    """A test: they press the key and go on with their work."""


ACTS = {"evacuate": _leave, "all_clear": _return, "test": _stay}
