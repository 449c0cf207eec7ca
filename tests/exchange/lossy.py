"""A link as by satellite: a network namespace behind two tunnels, packets delayed and dropped.

Real TCP over real packets; we carry them from one tunnel to the other, late or never.
"""

import fcntl
import heapq
import os
import random
import select
import struct
import subprocess
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TUN = Path("/dev/net/tun")
IS_THERE = os.geteuid() == 0 and TUN.exists() and Path("/usr/sbin/ip").exists()
SET_NAME, AS_PACKETS = 0x400454CA, 0x1001
NEAR, FAR = "10.213.77.1", "10.213.77.2"


class Link:
    """Carries packets both ways in a thread."""

    def __init__(self, ends: tuple[int, int], delay_s: float, loss: float) -> None:
        self._ends, self._delay_s, self.loss = ends, delay_s, loss
        self._chance = random.Random(20261122)
        self._over = threading.Event()
        self.dropped = 0
        self._thread = threading.Thread(target=self._carry, daemon=True)
        self._thread.start()

    def _carry(self) -> None:
        waiting: list[tuple[float, int, int, bytes]] = []
        number = 0
        while not self._over.is_set():
            pause = max(0.0, waiting[0][0] - time.monotonic()) if waiting else 0.05
            ready, _, _ = select.select(self._ends, [], [], min(pause, 0.05))
            for end in ready:
                packet, number = os.read(end, 65536), number + 1
                if self._chance.random() < self.loss:
                    self.dropped += 1
                    continue
                there = self._ends[1] if end == self._ends[0] else self._ends[0]
                heapq.heappush(waiting, (time.monotonic() + self._delay_s, number, there, packet))
            while waiting and waiting[0][0] <= time.monotonic():
                _, _, there, packet = heapq.heappop(waiting)
                os.write(there, packet)

    def close(self) -> None:
        self._over.set()
        self._thread.join()


@contextmanager
def lossy(delay_s: float, loss: float) -> Iterator[tuple[Link, list[str]]]:
    """The link, and what stands before a command that is to run on its far side, at `FAR`."""
    tag = uuid.uuid4().hex[:6]
    space, near, far = f"anhuan-{tag}", f"near{tag}", f"far{tag}"
    inside = ["ip", "netns", "exec", space]
    ends: list[int] = []
    link = None
    _run("ip", "netns", "add", space)
    try:
        ends = [_tunnel(near), _tunnel(far)]
        _run("ip", "link", "set", far, "netns", space)
        _run("ip", "addr", "add", f"{NEAR}/30", "dev", near)
        _run("ip", "link", "set", near, "up")
        _run(*inside, "ip", "addr", "add", f"{FAR}/30", "dev", far)
        _run(*inside, "ip", "link", "set", far, "up")
        link = Link((ends[0], ends[1]), delay_s, loss)
        yield link, inside
    finally:
        if link:
            link.close()
        for end in ends:
            os.close(end)
        _run("ip", "netns", "del", space)


def _tunnel(name: str) -> int:
    end = os.open(TUN, os.O_RDWR)
    fcntl.ioctl(end, SET_NAME, struct.pack("16sH", name.encode(), AS_PACKETS))
    return end


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
