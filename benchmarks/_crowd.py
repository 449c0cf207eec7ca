"""The gateways of `positioning.py`, as a process of their own.

`python -m benchmarks._crowd PORT PASSWORD TAGS GATEWAYS SECONDS`; says what it sent as JSON.
"""

import json
import sys
import threading
import time
from math import cos, sin
from random import Random

from tests.faults.gateways import Gateway
from tests.faults.plant import NO_ENTRY, SIDE_M, report, tag_number
from tests.faults.story import swing

CROSSERS = 40
ROUND_S = 20
KEY_EVERY_S = 1.0


def place(k: int, t_s: float) -> tuple[float, float]:
    """The first forty cross the forbidden place's edge, the others walk about at 1 m/s."""
    if k < CROSSERS:
        x, y, side = NO_ENTRY
        return x - 7.5 + 15 * swing(t_s, ROUND_S, k / CROSSERS), y + side * (k % 10) / 10
    random = Random(k)
    radius = 10 + 20 * random.random()
    x, y = (40 + (SIDE_M - 80) * random.random() for _ in range(2))
    angle = t_s / radius + k
    return x + radius * cos(angle), y + radius * sin(angle)


def run(gateway: Gateway, tags: range, number: int, of: int, until: float) -> None:
    """One batch a second; the reports bear the moment of publishing."""
    random = Random(number)
    due = int(time.time()) + 1 + number / of
    while (now := time.time()) < until:
        time.sleep(max(0.0, due - now))
        batch = [report(k, 0, *place(k, time.time()), random) for k in tags]
        t_ms = int(time.time() * 1000)
        moment = report(0, t_ms, 50, 50, random)["t"]
        gateway.send(f"anhuan/v1/ranging/{gateway.name}", [{**one, "t": moment} for one in batch])
        due += 1


def press(gateway: Gateway, tags: int, until: float) -> None:
    """Every second another tag calls for help."""
    k = CROSSERS
    while time.time() < until:
        time.sleep(KEY_EVERY_S)
        number, random = tag_number(k), Random(k)
        moment = report(0, int(time.time() * 1000), 50, 50, random)["t"]
        key = {"t": moment, "key": "sos", "pressed": True}
        gateway.send(f"anhuan/v1/button/{number}", key)
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
