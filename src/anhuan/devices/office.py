"""What the office does for a play: opens the job area, draws the fence, tells of the gas.

Each through the same action a user's click ends in, so that the alarm rings for the same reasons.
"""

import time
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from anhuan.devices.scenarios.papers import Paper
from anhuan.kernel import clock
from anhuan.kernel.ids import uuid_of

GAS_KIND = "gas_combustible"
LOOK_S = 0.5


def carry_out(papers: Iterable[Paper], say: Callable[[str], None]) -> None:
    """Do what the papers say; returns when the last of them is over (only gas takes that long)."""
    rows = list(papers)
    if not rows:
        return
    import django

    django.setup()
    company = _company()
    for paper in rows:
        if paper["what"] == "job":
            _open_job(company, paper)
        elif paper["what"] == "fence":
            _draw(company, paper)
    for paper in rows:
        if paper["what"] == "gas":
            _gas(company, paper, say)


def _company() -> Any:
    from anhuan.domains.org.models import Company

    return Company.objects.filter(kind=Company.Kind.PLANT).order_by("pk").first()


def _people(company: Any, numbers: Iterable[str]) -> list[Any]:
    from anhuan.domains.org.models import Person

    return list(Person.objects.filter(company=company, number__in=list(numbers)))


def _outline(paper: Paper) -> dict[str, Any]:
    ring = paper["ring"]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def _open_job(company: Any, paper: Paper) -> None:
    from anhuan.domains.audit.actions import SYSTEM
    from anhuan.domains.positioning import actions

    actions.open_job_area(
        SYSTEM, company, name=paper["name"], kind="动火作业", geometry=_outline(paper),
        guardians=_people(company, paper["guardians"]),
        workers=_people(company, paper["workers"]),
        valid_from=clock.now(), valid_until=clock.from_ms(int(1000 * paper["until_s"])),
    )  # fmt: skip


def _draw(company: Any, paper: Paper) -> None:
    """The fence of that name: a play drawn before is the next version, not another fence."""
    from anhuan.domains.audit.actions import SYSTEM
    from anhuan.domains.positioning import actions
    from anhuan.domains.positioning.models import Fence

    before = Fence.objects.filter(company=company, name=paper["name"], is_retired=False).first()
    begins, ends = (clock.from_ms(int(1000 * paper[key])) for key in ("from_s", "until_s"))
    actions.save_fence(
        SYSTEM, company, before, name=paper["name"], purpose=paper["purpose"],
        geometry=_outline(paper), approach_m=paper["approach_m"],
        allowed_people=_people(company, paper["people"]), valid_from=begins, valid_until=ends,
    )  # fmt: skip


def _gas(company: Any, paper: Paper, say: Callable[[str], None]) -> None:
    """The detector is in alarm until the paper's end, or until somebody presses Ctrl+C."""
    from anhuan.domains.alarms.actions import raise_alarm, return_alarm
    from anhuan.domains.alarms.rules import AlarmRaise, Place

    condition = f"gas:{paper['detector']}:{int(paper['from_s'])}"
    _sleep_until(paper["from_s"])
    begun = clock.now()
    raise_alarm(company, AlarmRaise(
        kind=GAS_KIND, condition=condition, raised_at=begun, source="demo",
        title=f"可燃气体报警 · {paper['detector']}",
        text=f"探测器 {paper['detector']} 达到一级报警值（演示）",
        alarm_id=_id(condition), place=Place(x_m=paper["x_m"], y_m=paper["y_m"], floor=1),
        inputs={"detector": paper["detector"]},
    ))  # fmt: skip
    say(f"探测器 {paper['detector']} 已报警，结束后自动恢复；Ctrl+C 提前恢复")
    try:
        _sleep_until(paper["until_s"])
    finally:
        return_alarm(company, condition, clock.now())


def _id(condition: str) -> UUID:
    return uuid_of("alarm", condition)


def _sleep_until(moment_s: float) -> None:
    while clock.now().timestamp() < moment_s:
        time.sleep(LOOK_S)
