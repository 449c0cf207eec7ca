"""A day of 200 permits at once over REST, each from reservation to archive. Prints JSON.

The web process is the product's own. Every job has its own crew and place; each step is one request
with the token of whoever's turn it is; as many jobs go on at a time as there are workers here. All
are kept open until every one is at work, then all are finished, accepted and archived. At the end
every chain of signatures is walked. The suite has the same with ten (`tests/permits_day`).
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.servers import start

SERVERS = start()
os.environ["DJANGO_SETTINGS_MODULE"] = "anhuan.web.settings"
import django  # noqa: E402
from django.conf import settings  # noqa: E402

settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # 600 accounts
django.setup()

from benchmarks._users import Web  # noqa: E402
from django.core.management import call_command  # noqa: E402
from tests.permits_day.calling import Answer, Far  # noqa: E402
from tests.permits_day.lanes import lanes  # noqa: E402
from tests.permits_day.walk import Day, Picture  # noqa: E402

from anhuan.domains.audit.actions import SYSTEM  # noqa: E402
from anhuan.domains.org.actions import issue_api_token  # noqa: E402
from anhuan.domains.org.models import Account  # noqa: E402
from anhuan.domains.permits import queries  # noqa: E402
from anhuan.domains.permits.models import Permit  # noqa: E402
from anhuan.domains.permits.tests.make import Hand, make_plant  # noqa: E402
from anhuan.kernel import clock  # noqa: E402
from anhuan.node.ports import free_port  # noqa: E402

LIMIT_S = 2.0


class Now(Hand):
    """The real clock: nothing is wound here."""

    def now(self) -> Any:
        return clock.now()


class Timed(Far):
    """Notes how long each answer took."""

    def __init__(self, url: str, token: str, taken: list[float]) -> None:
        super().__init__(url, token)
        self.taken = taken

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        began = time.perf_counter()
        answer = super().send(method, path, body, **headers)
        self.taken.append(time.perf_counter() - began)
        return answer


def live(jobs: list[Day], workers: int) -> list[Picture]:
    """All to work, then all to the archive."""
    with ThreadPoolExecutor(workers) as pool:
        going = list(pool.map(lambda n: jobs[n].to("working", grade=_grade()), range(len(jobs))))
        return list(pool.map(lambda n: _ended(jobs[n], going[n]), range(len(jobs))))


def _grade() -> str:
    return "first"  # what nights and Sundays demand


def _ended(job: Day, permit: Picture) -> Picture:
    while permit["state"] != "archived":
        permit = job.step(permit)
    return permit


def main() -> int:
    """One JSON line; the exit code says whether every permit came through whole and soon."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="always so")
    parser.add_argument("--permits", type=int, default=200)
    parser.add_argument("--workers", type=int, default=8)
    asked = parser.parse_args()
    SERVERS.wait()
    call_command("migrate", verbosity=0)
    web, taken = Web.start(free_port()), list[float]()
    url = f"http://127.0.0.1:{web.port}"

    def far(account: Account) -> Timed:
        return Timed(url, issue_api_token(SYSTEM, account, "bench"), taken)

    try:
        jobs = lanes(Day(make_plant(Now(clock.now())), far), asked.permits)
        taken.clear()
        began, cpu = time.perf_counter(), web.cpu_s
        done = live(jobs, asked.workers)
        wall, cpu = time.perf_counter() - began, web.cpu_s - cpu
    finally:
        web.stop()
    broken = [one.number for one in Permit.objects.all() if queries.verify(one)]
    cuts = statistics.quantiles(taken, n=100)
    found = {
        "benchmark": "permits_day", "permits": len(done), "workers": asked.workers,
        "numbers": len({one["number"] for one in done}), "broken": broken,
        "requests": len(taken), "wall_s": round(wall, 1),
        "cpu_ms_per_request": round(1000 * cpu / len(taken), 1),
        "p50_s": round(cuts[49], 3), "p95_s": round(cuts[94], 3), "p99_s": round(cuts[98], 3),
        "limit_p99_s": LIMIT_S, "load": round(os.getloadavg()[0], 1),
    }  # fmt: skip
    found["ok"] = not broken and found["numbers"] == asked.permits and cuts[98] <= LIMIT_S
    print(json.dumps(found))
    return 0 if found["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
