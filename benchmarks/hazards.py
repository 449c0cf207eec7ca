"""A ledger of 200,000 hazards: board, ledger, statistics, API for 20 people. One JSON line.

The web process is the product's own over PostgreSQL on the disk of this machine; 300 hazards are
open. Twenty accounts (safety managers, heads of a department, workers) ask, read about two seconds
and ask again. `empty` is a list page of the same stack with no rows. On a shared machine `cpu_ms`,
the web process's own time for one answer, says what a page costs. How the copies differ from real
hazards: `_hazard_ledger.py`. Limit: p95 200 ms for the board and the ledger; statistics over a
quarter and the workbook of everything are told, not limited.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.servers import start

SERVERS = start()
os.environ["DJANGO_SETTINGS_MODULE"] = "anhuan.web.settings"
import django  # noqa: E402

django.setup()

from benchmarks._hazard_ledger import fill  # noqa: E402
from benchmarks._users import Web, visit  # noqa: E402
from django.core.management import call_command  # noqa: E402

from anhuan.domains.hazards.models import Hazard  # noqa: E402
from anhuan.domains.hazards.tests.make import Plant, make_plant  # noqa: E402
from anhuan.domains.org.models import Account  # noqa: E402
from anhuan.domains.org.rules import Role  # noqa: E402
from anhuan.domains.org.tests.factories import make_account, sign_in  # noqa: E402
from anhuan.node.ports import free_port  # noqa: E402

LIMIT_MS = 200.0
UNLIMITED = ("statistics",)


def people_of(plant: Plant) -> list[str]:
    """Sessions of eight managers, four heads of a department, eight workers."""
    managers = [make_account(plant.company, Role.SAFETY_MANAGER) for _ in range(8)]
    heads = [make_account(plant.company, Role.DEPARTMENT_HEAD, department=plant.unit)
             for _ in range(4)]  # fmt: skip
    workers: list[Account] = [plant.worker, plant.other] * 4
    keys = {one.pk: sign_in(one).cookies["sessionid"].value for one in managers + heads + workers}
    return [keys[one.pk] for one in managers + heads + workers]


def paths_of() -> dict[str, list[str]]:
    """What is asked for."""
    rows = Hazard.objects.order_by("-id")
    some = [str(pk) for pk in rows.values_list("pk", flat=True)[:20]]
    unit, area = rows.values_list("unit", "area")[0]
    return {
        "board": ["/hazards/"],
        "ledger": ["/hazards/ledger/"],
        "ledger_last_page": ["/hazards/ledger/?page=4000"],
        "ledger_by_unit": [f"/hazards/ledger/?unit={unit}&state=accepted"],
        "ledger_overdue": ["/hazards/ledger/?overdue=1"],
        "ledger_by_due": ["/hazards/ledger/?sort=due_at"],
        "ledger_search": [
            f"/hazards/ledger/?q={quote(words)}" for words in ("安全阀铅封 P-345", "没有这样的")
        ],
        "ledger_by_area": [f"/hazards/ledger/?area={area}&kind=7"],
        "hazard": [f"/hazards/{pk}/" for pk in some],
        "statistics": ["/hazards/statistics/"],
        "api_list": ["/api/v1/hazards"],
        "api_tasks": ["/api/v1/hazard-tasks"],
    }


def pages(web: Web, sessions: list[str], wanted: list[str]) -> dict[str, Any]:
    """Each page for twenty people, beside the empty one."""
    managers = (sessions[:8] * 3)[:20]
    empty = visit(web, ["/hazards/deleted/"], managers, rounds=4, think_s=2.0)
    found: dict[str, Any] = {"empty": empty}
    for name, paths in paths_of().items():
        if not wanted or name in wanted:
            who = managers if name == "hazard" else sessions
            calm = visit(web, paths, who, rounds=4, think_s=2.0)
            found[name] = calm | {"to_empty": round(calm["cpu_ms"] / empty["cpu_ms"], 2)}
    return found


def export(web: Web, session: str) -> dict[str, float]:
    """The whole ledger as a workbook."""
    memory, began = web.memory_mb, time.perf_counter()
    status, content = web.ask("/hazards/ledger/?format=xlsx", session)
    assert status == 200 and content[:2] == b"PK"
    return {
        "rows": Hazard.objects.count(), "wall_s": round(time.perf_counter() - began, 1),
        "megabytes": round(len(content) / 1e6, 1),
        "memory_grew_mb": round(web.memory_mb - memory, 1),
    }  # fmt: skip


def main() -> int:
    """Fill, measure, print one JSON line; the exit code says whether the limit holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="always so")
    parser.add_argument("--closed", type=int, default=200_000)
    parser.add_argument("--open", type=int, default=300)
    parser.add_argument("--bare", action="store_true", help="fill quickly: closed rows alone")
    parser.add_argument("--only", nargs="*", default=[], help="some of the pages, or export")
    asked = parser.parse_args()
    SERVERS.wait()
    call_command("migrate", verbosity=0)
    found: dict[str, Any] = {"benchmark": "hazards", "load_before": os.getloadavg()[0]}
    plant, began = make_plant(), time.perf_counter()
    found["rows"] = fill(plant, asked.closed, asked.open, bare=asked.bare)
    found["fill_s"] = round(time.perf_counter() - began, 1)
    sessions = people_of(plant)
    web = Web.start(free_port())
    try:
        web.settle()
        found["pages"] = pages(web, sessions, asked.only)
        if not asked.only or "export" in asked.only:
            found["export"] = export(web, sessions[0])
    finally:
        web.stop()
    slow = [name for name, one in found["pages"].items()
            if one["p95_ms"] > LIMIT_MS and name not in UNLIMITED]  # fmt: skip
    found |= {"limit_ms": LIMIT_MS, "over": slow, "load": round(os.getloadavg()[0], 1)}
    found["ok"] = not slow
    print(json.dumps(found))
    return 0 if found["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
