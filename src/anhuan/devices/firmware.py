"""What a tag's own program does when the platform speaks: it changes how often it reports."""

import json
from queue import SimpleQueue

from anhuan.devices.simulator import Simulator

SHORTEST_MS, LONGEST_MS = 200, 60_000  # what the hardware can


class Firmware:
    """Takes requests for another rate (any thread) and sets it (the loop's)."""

    def __init__(self) -> None:
        self._inbox: SimpleQueue[tuple[str, int]] = SimpleQueue()

    def hear(self, topic: str, payload: bytes) -> None:
        """`{"cmd": "rate", "every_ms": 2000}`; anything else is not for us."""
        try:
            words = json.loads(payload)
        except ValueError:
            return
        if not isinstance(words, dict) or words.get("cmd") != "rate":
            return
        every_ms = words.get("every_ms")
        if isinstance(every_ms, int) and SHORTEST_MS <= every_ms <= LONGEST_MS:
            self._inbox.put((topic.rsplit("/", 1)[-1], every_ms))

    def tick(self, simulator: Simulator) -> None:
        """From its next slot on a tag reports as it was asked to."""
        while not self._inbox.empty():
            tag, every_ms = self._inbox.get()
            if mover := simulator.world.by_tag.get(tag):
                mover.every_ms = every_ms
