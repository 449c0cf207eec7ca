"""Today's board, live: done, not yet, overdue; by department; what was found wrong."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from anhuan.desk.pages import page
from anhuan.domains.inspection.models import Task
from anhuan.domains.inspection.pages.words import state_tag
from anhuan.domains.inspection.queries import settings_of
from anhuan.domains.inspection.queries.board import COLUMNS, Board, board_of
from anhuan.domains.inspection.rules.states import State
from anhuan.domains.org.queries import account_of, company_of
from anhuan.kernel import clock

LABELS = {"overdue": "逾期", "running": "检查中", "waiting": "未检", "done": "已完成"}


@page("inspection.view")
def board(request: HttpRequest) -> HttpResponse:
    """The page reads itself anew when tasks have news."""
    account, now = account_of(request), clock.now()
    found = board_of(account, now)
    context = {
        "title": "今日巡检", "found": found, "columns": [_column(found, key) for key in COLUMNS],
        "figures": _figures(found), "departments": [_department(*one) for one in found.departments],
        "may_edit": account.may("inspection.edit"), "now": now,
        "keeper": settings_of(company_of(account)).keeper,
    }  # fmt: skip
    return render(request, "inspection/board.html", context)


def _column(found: Board, key: str) -> dict[str, Any]:
    count = sum(found.counts[state] for state in COLUMNS[key])
    cards = [_card(task) for task in found.columns[key]]
    states = "&".join(f"state={state}" for state in COLUMNS[key][:1])
    return {
        "key": key, "label": LABELS[key], "count": count, "cards": cards,
        "more": count - len(cards), "url": f"{reverse('inspection:rounds')}?{states}",
    }  # fmt: skip


def _card(task: Task) -> dict[str, Any]:
    due = timezone.localtime(task.finished_at or task.due_at)
    return {
        "task": task, "state": state_tag(task.state),  # type: ignore[attr-defined]  # annotated
        "at": f"{due:%H:%M}", "url": reverse("inspection:task", args=[task.pk]),
    }  # fmt: skip


def _figures(found: Board) -> list[tuple[str, int, str]]:
    counts = found.counts
    return [
        ("应检", found.total, ""), ("已完成", found.done, "good"),
        ("检查中", counts[State.RUNNING], ""), ("待补检", counts[State.LATE], "p3"),
        ("漏检", counts[State.MISSED], "p2"), ("停检", counts[State.PAUSED], ""),
        ("有异常", found.abnormal, "p2"),
    ]  # fmt: skip


def _department(name: str, counts: Any) -> dict[str, Any]:
    by = {key: sum(counts[state] for state in states) for key, states in COLUMNS.items()}
    total = sum(by.values())
    return {"name": name, **by, "total": total,
            "pct": round(100 * by["done"] / total) if total else 100}  # fmt: skip
