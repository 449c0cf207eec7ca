"""2,000 simulated plants reporting to one province node. One JSON line.

The receiver is the product's own process over PostgreSQL on the disk of this machine; each plant
keeps a connection and sends an alarm, a permit or the positions of its people every `--every`
seconds, at a moment of its own. `rate` is what was kept and answered; `lag` from the moment a
message was due to its answer. Limit: the offered rate is held (95 %) with p95 below 2 s.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.servers import start

SERVERS = start()
os.environ["DJANGO_SETTINGS_MODULE"] = "anhuan.web.settings"
import django  # noqa: E402

django.setup()

import psutil  # noqa: E402
from django.core.management import call_command  # noqa: E402

from anhuan.domains.province.models import Enterprise, Receipt, ReceivedRow, Standing  # noqa: E402
from anhuan.domains.province.tests.make import alarm, make_authority, make_bureau, ticket  # noqa: E402
from anhuan.kernel import clock  # noqa: E402
from anhuan.kernel.digest import sm3_hex  # noqa: E402
from anhuan.node.ports import free_port  # noqa: E402

HELD, LAG_S = 0.95, 2.0


def register(count: int) -> list[Enterprise]:
    """Plants whose token is their code: nobody else is there."""
    company = make_authority()
    bureau = make_bureau(company)
    plants = [
        Enterprise(company=company, bureau=bureau, code=f"B{n:06d}", name=f"虚构{n}厂",
                   token_sm3=sm3_hex(f"B{n:06d}".encode()), keyed_at=clock.now())
        for n in range(count)
    ]  # fmt: skip
    Enterprise.objects.bulk_create(plants)
    Standing.objects.bulk_create([Standing(enterprise=one) for one in plants])
    return plants


def message(plant: Enterprise, number: int) -> bytes:
    """Alarms, permits and positions by turns, as a request."""
    at = f"{clock.now():%Y-%m-%d %H:%M:%S}"
    kind = number % 3
    if kind == 0:
        table, row = "POS_T1", alarm(time=at)
    elif kind == 1:
        table, row = "PTW_A1", ticket(plant)
    else:
        table = "AQL_POS"
        one = {"TIME": at, "LONGITUDE": 118.5, "LATITUDE": 37.5, "FLOOR": "1", "ZONE_ID": ""}
        found = [one | {"PERSON_ID": f"P{n}", "CARD_NO": f"T{n}"} for n in range(30)]
        row = {"COMPANY_CODE": plant.code, "COLLECT_TIME": at, "POSITIONS": found}
    body = json.dumps({"table": table, "rows": [row]}).encode()
    head = (
        f"POST /report/{table} HTTP/1.1\r\nHost: province\r\nAuthorization: Bearer {plant.code}\r\n"
        f"Idempotency-Key: {uuid4()}\r\nX-Report-Epoch: {plant.code}\r\n"
        f"X-Report-Number: {number + 1}\r\nX-Report-Time: {clock.now_ms()}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def one_plant(
    plant: Enterprise, port: int, every_s: float, end: float, lags: list[float]
) -> None:
    """Report until the end, never two at once; who falls behind sends as fast as it is answered."""
    due = time.perf_counter() + random.random() * every_s
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    number = 0
    while due < end:
        await asyncio.sleep(max(due - time.perf_counter(), 0))
        writer.write(message(plant, number))
        head = await reader.readuntil(b"\r\n\r\n")
        assert b" 200 " in head[:20], head[:200]
        size = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        answer = json.loads(await reader.readexactly(size))
        assert answer["code"] == "0" and not answer["errors"], answer
        lags.append(time.perf_counter() - due)
        number, due = number + 1, due + every_s
    writer.close()


async def report(
    plants: list[Enterprise], port: int, every_s: float, seconds: float
) -> list[float]:
    """All of them at once."""
    lags: list[float] = []
    end = time.perf_counter() + seconds
    async with asyncio.TaskGroup() as tasks:
        for plant in plants:
            tasks.create_task(one_plant(plant, port, every_s, end, lags))
    return lags


def started(port: int, folder: Path) -> subprocess.Popen[bytes]:
    """The receiver, when it answers."""
    environment = os.environ | {
        "ANHUAN_REPORT_PORT": str(port), "ANHUAN_ROLE": "province", "ANHUAN_DATA": str(folder),
    }  # fmt: skip
    command = [sys.executable, "-W", "ignore", "-m", "anhuan.exchange.reporting.receiving.main"]
    child = subprocess.Popen(command, env=environment)
    while True:
        try:
            asyncio.run(_knock(port))
            return child
        except OSError:
            time.sleep(0.2)


def transactions_of(port: int) -> int:
    """How many it took the receiver to keep what it has."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=20) as answer:
        return int(json.loads(answer.read())["transactions"])


async def _knock(port: int) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.close()
    await writer.wait_closed()


def main() -> int:
    """Register, report, print one JSON line; the exit code says whether the limit holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="always so")
    parser.add_argument("--plants", type=int, default=2000)
    parser.add_argument("--every", type=float, default=20.0, help="seconds between messages")
    parser.add_argument("--seconds", type=float, default=60.0)
    asked = parser.parse_args()
    SERVERS.wait()
    call_command("migrate", verbosity=0)
    plants, port = register(asked.plants), free_port()
    with tempfile.TemporaryDirectory() as folder:
        child = started(port, Path(folder))
        process = psutil.Process(child.pid)
        try:
            began = time.perf_counter()
            lags = sorted(asyncio.run(report(plants, port, asked.every, asked.seconds)))
            wall_s = time.perf_counter() - began
            transactions = transactions_of(port)
            memory_mb, cpu_s = process.memory_info().rss / 1e6, sum(process.cpu_times()[:2])
        finally:
            child.terminate()
            child.wait()
    offered = asked.plants / asked.every
    rate, p95_s = len(lags) / wall_s, lags[int(0.95 * len(lags))]
    is_ok = rate >= HELD * offered * min(1, asked.seconds / wall_s) and p95_s <= LAG_S
    print(json.dumps({
        "benchmark": "province", "plants": asked.plants, "offered_per_s": round(offered, 1),
        "rate_per_s": round(rate, 1), "messages": len(lags),
        "lag_p50_s": round(lags[len(lags) // 2], 3), "lag_p95_s": round(p95_s, 3),
        "lag_max_s": round(lags[-1], 3), "memory_mb": round(memory_mb, 1),
        "cpu_ms_per_message": round(1000 * cpu_s / len(lags), 2),
        "messages_per_transaction": round(len(lags) / transactions, 1),
        "kept": Receipt.objects.count() == len(lags), "rows": ReceivedRow.objects.count(),
        "load": round(os.getloadavg()[0], 1), "limit": {"held": HELD, "lag_p95_s": LAG_S},
        "ok": is_ok,
    }))  # fmt: skip
    return 0 if is_ok else 1


if __name__ == "__main__":
    sys.exit(main())
