"""Permits with 100,000 in the archive: pages and API for 20 people, export, the timer scan. JSON.

The web process is the product's own over PostgreSQL on the disk of this machine; 200 permits are
open today. Twenty accounts (managers of the whole plant, heads of a unit, workers) ask, read about
two seconds and ask again; `rush` is the same without reading, which shows what one process can do
at all. `empty` is a list page of the same stack with no rows. On a shared machine `cpu_ms`, the web
process's own time for one answer, says what a page costs. Where the 100,000 come from and how they
differ from real ones: `_permit_archive.py`. Limits: p95 200 ms, scan of 2,000 live permits 1 s:
nothing due, twenty looked at, all decided; what the deeds take on top is told.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.servers import start

SERVERS = start()
os.environ["DJANGO_SETTINGS_MODULE"] = "anhuan.web.settings"
import django  # noqa: E402

django.setup()

from benchmarks._permit_archive import (  # noqa: E402
    COPIED,
    LISTED,
    Ground,
    archived_models,
    copy,
    ground_of,
)
from benchmarks._users import Web, visit  # noqa: E402
from django.core.management import call_command  # noqa: E402

from anhuan.domains.org.rules import Role  # noqa: E402
from anhuan.domains.org.tests.factories import sign_in  # noqa: E402
from anhuan.domains.permits import actions  # noqa: E402
from anhuan.domains.permits.models import Permit, PermitSettings  # noqa: E402
from anhuan.domains.permits.queries.due import urgent_first  # noqa: E402
from anhuan.domains.permits.tests.make import (  # noqa: E402
    TEN,
    Plant,
    analysed,
    approving,
    at,
    drafted,
    issued,
    make_member,
    make_plant,
    reserved,
    verified,
    working,
)
from anhuan.domains.plant.tests.factories import box  # noqa: E402
from anhuan.kernel import clock  # noqa: E402
from anhuan.node.ports import free_port  # noqa: E402

LIMIT_MS, SCAN_LIMIT_S = 200.0, 1.0
OPEN, LIVE = 200, 2_000
TODAY = (reserved, drafted, analysed, approving, issued, verified, working)


def fill(
    archived: int, *, bare: bool = False
) -> tuple[Plant, Ground, Permit, dict[str, int], float]:
    """A plant with its archive and the open permits of today. `bare`: only what lists read."""
    began = time.perf_counter()
    with at(TEN) as hand:
        plant = make_plant(hand)
        ground, models = ground_of(plant), archived_models(plant)
        PermitSettings.objects.create(company=plant.company, on_site="recorded")
        today = [make(plant, geometry=box(20 * n, 30, 4)) for n, make in enumerate(TODAY)]
        step, first = timedelta(days=730) / archived, archived + 1
        tables = LISTED if bare else COPIED
        rows = copy(plant, models, ground, first=1, last=archived, step=step, tables=tables,
                    crew=ground.crew)  # fmt: skip
        copy(plant, today, ground, first=first, last=archived + OPEN, step=timedelta(0))
    return plant, ground, today[-1], rows, round(time.perf_counter() - began, 1)


def sessions_of(plant: Plant, ground: Ground) -> dict[str, list[str]]:
    """Twenty signed-in people: who sees all, who sees a unit, who sees what names them."""
    units = [plant.unit] * 4
    everybody = [make_member(plant.company, Role.SAFETY_MANAGER) for _ in range(8)]
    heads = [make_member(plant.company, Role.DEPARTMENT_HEAD, department=one) for one in units]
    own = [plant.applicant, plant.leader, plant.guardian, plant.worker] * 2
    keys = {
        account.pk: sign_in(account).cookies["sessionid"].value
        for account in (*everybody, *heads, *own)
    }
    return {
        "all": [keys[one.pk] for one in (*everybody, *heads, *own)],
        "managers": [keys[one.pk] for one in everybody],
    }


def paths_of(unit: str, archived: list[str], live: list[str]) -> dict[str, list[str]]:
    """What is asked for."""
    return {
        "board": ["/permits/"],
        "map": ["/permits/map/"],
        "ledger": ["/permits/ledger/"],
        "ledger_last_page": ["/permits/ledger/?page=2000"],
        "ledger_filtered": ["/permits/ledger/?kind=hot_work&state=archived&unit=" + unit],
        "ledger_search": ["/permits/ledger/?q=" + quote(one) for one in ("阀组 P-345", "塔顶平台")],
        "ledger_by_person": ["/permits/ledger/?person=" + quote("焊工")],
        "permit_archived": [f"/permits/{pk}/" for pk in archived],
        "permit_live": [f"/permits/{pk}/" for pk in live],
        "statistics": ["/permits/statistics/"],
        "api_list": ["/api/v1/permits"],
        "api_search": ["/api/v1/permits?q=" + quote("阀组")],
        "api_detail": [f"/api/v1/permits/{pk}" for pk in archived],
        "api_tasks": ["/api/v1/permit-tasks"],
    }  # fmt: skip


def pages(web: Web, sessions: dict[str, list[str]], wanted: list[str]) -> dict[str, Any]:
    """Each page for twenty people, beside the empty one."""
    rows = Permit.objects.order_by("number")
    archived = [str(one) for one in rows.filter(state="archived").values_list("pk", flat=True)[:40]]
    live = [str(one) for one in rows.filter(state="working").values_list("pk", flat=True)[:20]]
    unit = str(rows[0].unit_id)
    twenty = (sessions["managers"] * 3)[:20]
    empty = visit(web, ["/permits/points/"], twenty, rounds=6, think_s=2.0)
    empty_rush = visit(web, ["/permits/points/"], twenty, rounds=15, think_s=0.0)
    found: dict[str, Any] = {"empty": empty | {"rush_p95_ms": empty_rush["p95_ms"]}}
    for name, paths in paths_of(unit, archived, live).items():
        if wanted and name not in wanted:
            continue
        who = twenty if name.startswith(("permit_", "api_detail")) else sessions["all"]
        calm = visit(web, paths, who, rounds=6, think_s=2.0)
        rush = visit(web, paths, who, rounds=5, think_s=0.0)
        found[name] = calm | {
            "rush_p95_ms": rush["p95_ms"],
            "to_empty": round(calm["cpu_ms"] / empty["cpu_ms"], 2),
            "rush_to_empty": round(rush["p95_ms"] / empty_rush["p95_ms"], 2),
        }
    return found


def export(web: Web, session: str) -> dict[str, float]:
    """The whole ledger as a workbook."""
    cpu, memory, began = web.cpu_s, web.memory_mb, time.perf_counter()
    status, content = web.ask("/permits/ledger/?format=xlsx", session)
    assert status == 200 and content[:2] == b"PK"
    return {
        "rows": Permit.objects.count(), "wall_s": round(time.perf_counter() - began, 1),
        "cpu_s": round(web.cpu_s - cpu, 1), "megabytes": round(len(content) / 1e6, 1),
        "memory_grew_mb": round(web.memory_mb - memory, 1),
    }  # fmt: skip


def scan(plant: Plant, model: Permit, ground: Ground, first: int) -> dict[str, Any]:
    """2,000 works going on: nothing due, twenty to look at, and all of them over at one second:
    what is due and how urgent is decided for all; then the deeds, each a signed one of its own."""
    copy(plant, [model], ground, first=first, last=first + LIVE - 1, step=timedelta(0))
    later = datetime.now(UTC) + timedelta(hours=1)
    rows = Permit.objects.filter(state="working", starts_at__lt=later)
    rows.update(due_at=later)
    found: dict[str, Any] = {"live": rows.count()}
    with at(datetime.now(UTC)) as hand:
        found["nothing_due"] = _timed(lambda: actions.tick_due(clock.now()))
        some = list(rows.values_list("pk", flat=True)[:20])
        Permit.objects.filter(pk__in=some).update(due_at=hand.now())
        found["twenty_to_look_at"] = _timed(lambda: actions.tick_due(clock.now()))
        hand.go(hours=5)
        rows.update(due_at=hand.now())
        keys = list(rows.values_list("pk", flat=True))
        found["all_due_decided"] = _timed(lambda: len(urgent_first(keys, clock.now())))
        found["one_scan_with_its_deeds"] = _timed(lambda: actions.tick_due(clock.now()))
    found["expired"] = Permit.objects.filter(state="expired").count()
    return found


def _timed(done: Callable[[], int]) -> dict[str, float]:
    began, cpu = time.perf_counter(), time.process_time()
    looked_at = done()
    return {
        "wall_s": round(time.perf_counter() - began, 3), "looked_at": looked_at,
        "cpu_s": round(time.process_time() - cpu, 3),
    }  # fmt: skip


def main() -> int:
    """Fill, measure, print one JSON line; the exit code says whether the limits hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="always so")
    parser.add_argument("--archived", type=int, default=100_000)
    parser.add_argument("--bare", action="store_true", help="fill quickly: permits, people, alarms")
    parser.add_argument("--only", nargs="*", default=[], help="some of the pages, or scan, export")
    asked = parser.parse_args()
    SERVERS.wait()
    call_command("migrate", verbosity=0)
    found: dict[str, Any] = {"benchmark": "permits", "load_before": os.getloadavg()[0]}
    plant, ground, working_model, found["rows"], found["fill_s"] = fill(
        asked.archived, bare=asked.bare
    )
    sessions = sessions_of(plant, ground)
    web = Web.start(free_port())
    try:
        web.settle()
        found["pages"] = pages(web, sessions, asked.only)
        if not asked.only or "export" in asked.only:
            found["export"] = export(web, sessions["managers"][0])
    finally:
        web.stop()
    if not asked.only or "scan" in asked.only:
        found["scan"] = scan(plant, working_model, ground, asked.archived + OPEN + 1)
    slow = [name for name, one in found["pages"].items() if one["p95_ms"] > LIMIT_MS]
    found |= {"limit_ms": LIMIT_MS, "over": slow, "load": round(os.getloadavg()[0], 1)}
    scans = [one for one in found.get("scan", {}).values() if isinstance(one, dict)]
    late = [one for one in scans[:3] if one["wall_s"] > SCAN_LIMIT_S]
    found["ok"] = not slow and not late
    print(json.dumps(found))
    return 0 if found["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
