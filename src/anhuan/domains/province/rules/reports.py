"""Evaluation reports of plants (AQ 3064.1-2025 5.2.2): when the next one is due."""

from collections.abc import Iterator
from datetime import date, timedelta

from anhuan.kernel.errors import Blocker

KINDS = {
    "status": "安全现状评价", "hazard_source": "重大危险源安全评估",
    "process": "HAZOP 与 LOPA 分析", "special": "专项评价", "other": "其他评价",
}  # fmt: skip
SOON = timedelta(days=60)
EXPIRED, DUE_SOON, VALID = "expired", "soon", "valid"
STATES = {EXPIRED: ("已过期", "p2"), DUE_SOON: ("即将到期", "p3"), VALID: ("有效", "good")}
CLAUSE = "AQ 3064.1-2025 5.2.2"


def state_of(due_on: date, today: date) -> str:
    """It holds on its last day; sixty days before, it is time for the next."""
    if due_on < today:
        return EXPIRED
    return DUE_SOON if due_on - today <= SOON else VALID


def report_blockers(made_on: date | None, due_on: date | None, today: date) -> Iterator[Blocker]:
    """Everything against registering it."""
    if made_on and made_on > today:
        yield Blocker("made_later", "报告日期不能晚于今天", CLAUSE)
    if made_on and due_on and due_on <= made_on:
        yield Blocker("due_before", "有效期应晚于报告日期", CLAUSE)
