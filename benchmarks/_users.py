"""Twenty people at the web processes of a box: each asks, reads for a while, asks again."""

from __future__ import annotations

import os
import random
import statistics
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection

import psutil
from django.db import connection

from anhuan.node.plan import web_arguments, web_processes


@dataclass(slots=True)
class Web:
    """The web processes, as many and as started by the supervisor of `anhuan up`."""

    port: int
    processes: list[psutil.Popen]

    @classmethod
    def start(cls, port: int) -> Web:
        """Ready when each has answered a page."""
        environment = os.environ | {"ANHUAN_PORT": str(port)}
        web = cls(port, [])
        for words in web_arguments(web_processes()).values():
            web.processes.append(psutil.Popen([sys.executable, *words], env=environment))
            web._wait()
        return web

    def _wait(self) -> None:
        give_up_at = time.monotonic() + 120
        while time.monotonic() < give_up_at:
            try:
                if self.ask("/login/", "")[0] == 200 and self.processes[-1].net_connections():
                    return
            except OSError:
                pass
            time.sleep(0.2)
        raise SystemExit("the web process does not answer")

    def ask(self, path: str, session: str) -> tuple[int, bytes]:
        """One GET on a connection of its own."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=300)
        connection.request("GET", path, headers=_headers(session))
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, content

    @property
    def cpu_s(self) -> float:
        """Of their own, so far."""
        spent = [one.cpu_times() for one in self.processes]
        return sum(one.user + one.system for one in spent)

    def settle(self, patience_s: float = 180.0) -> None:
        """As a night leaves it: tables vacuumed, and the relay through the filling's events."""
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        give_up_at = time.monotonic() + patience_s
        while time.monotonic() < give_up_at:
            before = self.cpu_s
            time.sleep(2)
            if self.cpu_s - before < 0.15:
                return

    @property
    def memory_mb(self) -> float:
        """Resident, together."""
        return float(sum(one.memory_info().rss for one in self.processes)) / 2**20

    def stop(self) -> None:
        """SIGTERM."""
        for one in self.processes:
            one.terminate()
        for one in self.processes:
            one.wait(30)


def _headers(session: str) -> dict[str, str]:
    return {"Cookie": f"sessionid={session}", "Accept-Language": "zh-CN"}


def visit(
    web: Web, paths: Sequence[str], sessions: Sequence[str], *, rounds: int, think_s: float
) -> dict[str, float]:
    """Everybody asks `rounds` times, taking turns among `paths`; milliseconds to the last byte."""
    for path in paths:
        if (status := web.ask(path, sessions[0])[0]) != 200:
            raise SystemExit(f"{path} answers {status}")
    began = web.cpu_s
    with ThreadPoolExecutor(len(sessions)) as pool:
        times = pool.map(
            lambda k: _user(web.port, paths, sessions[k], k, rounds, think_s),
            range(len(sessions)),
        )
        taken = [one for user in times for one in user]
    cuts = statistics.quantiles(taken, n=20)
    return {
        "p50_ms": round(cuts[9], 1), "p95_ms": round(cuts[18], 1), "max_ms": round(max(taken), 1),
        "cpu_ms": round((web.cpu_s - began) * 1000 / len(taken), 1),
    }  # fmt: skip


def _user(
    port: int, paths: Sequence[str], session: str, seed: int, rounds: int, think_s: float
) -> list[float]:
    connection, dice, times = (
        HTTPConnection("127.0.0.1", port, timeout=300),
        random.Random(seed),
        [],
    )
    for n in range(rounds):
        time.sleep(think_s * (dice.random() if n == 0 else 0.5 + dice.random()))
        began = time.perf_counter()
        connection.request("GET", paths[(seed + n) % len(paths)], headers=_headers(session))
        answer = connection.getresponse()
        answer.read()
        times.append((time.perf_counter() - began) * 1000)
        assert answer.status == 200, (paths, answer.status)
    connection.close()
    return times
