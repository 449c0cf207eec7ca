"""100,000 inspection tasks made ahead; today's board with 20,000 for 20 people. JSON.

`generate` makes the tasks of hourly plans as the worker does, each with its stops and items, twice:
the second time must make none. The board, the list and one's own view are then asked by twenty
people (managers, heads of a department, walkers) who read about two seconds; `rush` is the same
without reading; `empty` is a list page of the same stack with no rows. `cpu_ms` is the web
process's own time for one answer. Limits: p95 200 ms; a doubled task is a failure.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.servers import start

SERVERS = start()
os.environ["DJANGO_SETTINGS_MODULE"] = "anhuan.web.settings"
import django  # noqa: E402

django.setup()

from benchmarks._users import Web, visit  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from anhuan.domains.inspection.actions import generate, generate_due  # noqa: E402
from anhuan.domains.inspection.models import Plan, Task  # noqa: E402
from anhuan.domains.inspection.tests.make import make_plan, make_route, make_walker  # noqa: E402
from anhuan.domains.org.models import Account, Company  # noqa: E402
from anhuan.domains.org.rules import Role  # noqa: E402
from anhuan.domains.org.tests.factories import (  # noqa: E402
    make_account,
    make_company,
    make_department,
    sign_in,
)
from anhuan.kernel import clock  # noqa: E402
from anhuan.node.ports import free_port  # noqa: E402

LIMIT_MS, A_DAY, ROUTES = 200.0, 24, 40


def plans_of(company: Company, walkers: list[Account], count: int, days: int) -> list[Plan]:
    """Hourly plans over forty routes of twelve departments."""
    routes = [
        make_route(company, name=f"路线 {n}", department=make_department(company))
        for n in range(min(ROUTES, count))
    ]
    return [
        make_plan(company, walkers[n % len(walkers)], name=f"巡检 {n}", every="hour", hours=[],
                  route=routes[n % len(routes)], ahead_days=days)
        for n in range(count)
    ]  # fmt: skip


def generating(wanted: int) -> dict[str, Any]:
    """So many tasks ahead, and then once more."""
    company = make_company()
    days = 5
    plans = plans_of(company, [make_walker(company)], -(-wanted // (A_DAY * days)), days)
    now = timezone.localtime(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    began, cpu = time.perf_counter(), time.process_time()
    made = sum(generate(plan, now) for plan in plans)
    wall_s, cpu_s = time.perf_counter() - began, time.process_time() - cpu
    again = sum(generate(Plan.objects.get(pk=plan.pk), now) for plan in plans)
    Plan.objects.filter(company=company).update(is_retired=True)
    return {
        "plans": len(plans), "made": made, "wall_s": round(wall_s, 1), "cpu_s": round(cpu_s, 1),
        "per_s": round(made / wall_s), "again": again,
        "rows": Task.objects.filter(company=company).count(),
    }  # fmt: skip


def today(count: int) -> tuple[Company, list[Account], int]:
    """A company with so many tasks today, some of them done, running, missed, abnormal."""
    company = make_company()
    walkers = [make_walker(company) for _ in range(8)]
    plans_of(company, walkers, -(-count // A_DAY), 1)
    midnight = timezone.localtime(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    generate_due(midnight)
    rows, now = Task.objects.filter(company=company), clock.now()
    past = rows.filter(closes_at__lt=now)
    keys = list(past.order_by("id").values_list("pk", flat=True))
    missed = set(keys[::20])
    rows.filter(pk__in=[one for one in keys if one not in missed]).update(
        outcome="done", finished_at=now, started_at=now
    )
    rows.filter(pk__in=missed).update(outcome="missed")
    rows.filter(pk__in=keys[::33]).update(abnormal=1)
    return company, walkers, rows.count()


def sessions_of(company: Company, walkers: list[Account]) -> list[str]:
    """Twenty: eight managers, four heads of a department, eight walkers."""
    managers = [make_account(company) for _ in range(8)]
    units = list(company.departments.all()[:4])
    heads = [make_account(company, Role.DEPARTMENT_HEAD, department=one) for one in units]
    everybody = [*managers, *heads, *walkers][:20]
    return [sign_in(one).cookies["sessionid"].value for one in everybody]


def pages(web: Web, sessions: list[str]) -> dict[str, Any]:
    """Each page for twenty people, beside the empty one."""
    paths = {
        "board": ["/inspection/"], "list": ["/inspection/tasks/"],
        "list_filtered": ["/inspection/tasks/?state=missed"], "api": ["/api/v1/inspection-tasks"],
    }  # fmt: skip
    empty = visit(web, ["/permits/points/"], sessions[:8], rounds=6, think_s=2.0)
    found: dict[str, Any] = {"empty": empty}
    for name, some in paths.items():
        calm = visit(web, some, sessions, rounds=6, think_s=2.0)
        rush = visit(web, some, sessions, rounds=4, think_s=0.0)
        share = round(calm["cpu_ms"] / empty["cpu_ms"], 2)
        found[name] = calm | {"rush_p95_ms": rush["p95_ms"], "to_empty": share}
    return found


def main() -> int:
    """Fill, measure, print one JSON line; the exit code says whether the limits hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="always so")
    parser.add_argument("--tasks", type=int, default=100_000)
    parser.add_argument("--today", type=int, default=20_000)
    asked = parser.parse_args()
    SERVERS.wait()
    call_command("migrate", verbosity=0)
    found: dict[str, Any] = {"benchmark": "inspection", "load_before": os.getloadavg()[0]}
    found["generate"] = generating(asked.tasks)
    company, walkers, found["today"] = today(asked.today)
    sessions = sessions_of(company, walkers)
    web = Web.start(free_port())
    try:
        web.settle()
        found["pages"] = pages(web, sessions)
    finally:
        web.stop()
    slow = [name for name, one in found["pages"].items() if one["p95_ms"] > LIMIT_MS]
    found |= {"limit_ms": LIMIT_MS, "over": slow, "load": round(os.getloadavg()[0], 1)}
    found["ok"] = not slow and not found["generate"]["again"]
    print(json.dumps(found))
    return 0 if found["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
