"""Raising alarms beside many old ones, and from the raise to the event on NATS. Prints JSON.

Limits: `raise_alarm` under 10 ms with 100,000 alarms stored; raise to published p99 under 100 ms.
The servers are those of the tests, started here; PostgreSQL does not wait for the disk (fsync off).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.servers import start

SERVERS = start()
os.environ["DJANGO_SETTINGS_MODULE"] = "anhuan.web.settings"
import django  # noqa: E402

django.setup()

import nats  # noqa: E402
from django.core.management import call_command  # noqa: E402

from anhuan.domains.alarms.actions import raise_alarm, return_alarm, seed_kinds  # noqa: E402
from anhuan.domains.alarms.models import Alarm, AlarmKind  # noqa: E402
from anhuan.domains.alarms.rules import AlarmRaise, Place  # noqa: E402
from anhuan.domains.org.models import Company  # noqa: E402
from anhuan.kernel import clock  # noqa: E402
from anhuan.web.database import in_thread  # noqa: E402
from anhuan.web.relay import Relay  # noqa: E402

RAISE_LIMIT_MS, PUBLISH_LIMIT_MS = 10.0, 100.0


def a_raise(number: int) -> AlarmRaise:
    """An alarm as the engine raises it: people, snapshot, inputs."""
    people = tuple(
        {"id": f"p{n}", "name": f"人{n}", "kind": "staff", "x_m": 1.0, "y_m": 2.0, "floor": 1}
        for n in range(5)
    )
    return AlarmRaise(
        kind="over_count", condition=f"bench:{number}", raised_at=clock.now(), title="超员",
        text="5 人，限 4 人", place=Place(x_m=1.0, y_m=2.0, floor=1), people=people,
        snapshot={"people": list(people) * 4}, rule="over_count", rule_version="1",
        inputs={"count": 5, "limit": 4},
    )  # fmt: skip


def fill(company: Company, count: int) -> None:
    """Old alarms, most of them closed."""
    kind = AlarmKind.objects.get(company=company, code="still")
    now = clock.now()
    for first in range(0, count, 5000):
        Alarm.objects.bulk_create(
            Alarm(
                company=company, kind=kind, condition=f"old:{n}", priority=2, source="bench",
                title="静止", text="x", raised_at=now - timedelta(minutes=n), returned_at=now,
                closed_at=None if n % 100 == 0 else now, result="x", rule="still",
                people=[{"id": f"p{n % 150}", "name": f"人{n % 150}"}],
            )
            for n in range(first, min(first + 5000, count))
        )  # fmt: skip


def spread(times_ms: list[float]) -> dict[str, float]:
    """p50, p95, p99, max."""
    cuts = statistics.quantiles(times_ms, n=100)
    found = {"p50": cuts[49], "p95": cuts[94], "p99": cuts[98], "max": max(times_ms)}
    return {name: round(value, 2) for name, value in found.items()}


def timed(act: Callable[[int], object], count: int) -> dict[str, float]:
    """Each call's milliseconds on the wall; and of our own CPU, on the average."""
    times, busy = [], time.process_time()
    for number in range(count):
        began = time.perf_counter()
        act(number)
        times.append((time.perf_counter() - began) * 1000)
    cpu_ms = (time.process_time() - busy) * 1000 / count
    return spread(times) | {"cpu": round(cpu_ms, 2)}


async def publish_latency(company: Company, count: int) -> dict[str, float]:
    """From the return of `raise_alarm` to the event at a subscriber."""
    client = await nats.connect(os.environ["NATS_URL"])
    heard: dict[str, float] = {}

    async def hear(message: Any) -> None:
        heard[json.loads(message.data)["data"]["alarm"]["id"]] = time.perf_counter()

    await client.subscribe("ev.*.alarm.raised", cb=hear)
    raised: dict[str, float] = {}
    async with asyncio.TaskGroup() as tasks:
        relay = tasks.create_task(Relay(client, {}).run())
        await asyncio.sleep(2)
        for number in range(count):
            alarm = await in_thread(raise_alarm, company, a_raise(1_000_000 + number))
            assert alarm is not None
            raised[str(alarm.pk)] = time.perf_counter()
            await asyncio.sleep(0.02)
        await asyncio.sleep(1)
        relay.cancel()
    await client.close()
    return spread([(heard[pk] - at) * 1000 for pk, at in raised.items()])


def main() -> None:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="accepted; the output always is")
    parser.add_argument("--stored", type=int, default=100_000)
    parser.add_argument("--count", type=int, default=300)
    wanted = parser.parse_args()
    SERVERS.wait()
    call_command("migrate", verbosity=0)
    company = Company.objects.create(code="bench", name="bench")
    seed_kinds(company)
    fill(company, wanted.stored)
    raising = timed(lambda n: raise_alarm(company, a_raise(n)), wanted.count)
    repeating = timed(lambda n: raise_alarm(company, a_raise(n)), wanted.count)
    ending = timed(lambda n: return_alarm(company, f"bench:{n}", clock.now()), wanted.count)
    publishing = asyncio.run(publish_latency(company, wanted.count))
    found = {
        "stored": wanted.stored, "raise_ms": raising, "repeat_ms": repeating, "return_ms": ending,
        "raise_to_published_ms": publishing, "load": round(os.getloadavg()[0], 1),
        "ok": raising["p50"] < RAISE_LIMIT_MS and publishing["p99"] < PUBLISH_LIMIT_MS,
    }  # fmt: skip
    print(json.dumps(found))


if __name__ == "__main__":
    main()
