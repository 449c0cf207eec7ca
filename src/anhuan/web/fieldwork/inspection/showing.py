"""Rounds as the app lists and shows them, and what of them is to be done."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from anhuan.domains.field.queries import Todo
from anhuan.domains.inspection.models import Abnormality, Point
from anhuan.domains.inspection.queries import get_task_for, tasks_of
from anhuan.domains.inspection.queries.abnormal import (
    open_abnormalities,
    states_of,
    visible_abnormalities,
)
from anhuan.domains.inspection.queries.rounds import picture, summary
from anhuan.domains.inspection.rules.states import State, state
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import company_of

AHEAD = timedelta(hours=24)  # tasks a phone takes along
SOON = timedelta(hours=2)  # tasks on the home list
SHOWN = 60
PRIORITY = {State.LATE: 2, State.RUNNING: 3, State.DUE: 3}


def my_rounds(account: Account, now: datetime) -> Iterator[Todo]:
    """What I may do now or within two hours; what is late is louder (INS-006, INS-023)."""
    if account.person is None or not account.may("inspection.walk"):
        return
    for task in tasks_of(account.person, now).filter(opens_at__lte=now + SOON)[:SHOWN]:
        stands = state(task.window, task.course, now)
        due = timezone.localtime(task.due_at)
        text = f"{len(task.stops)} 个点位 · {due:%H:%M} 前完成"
        yield Todo(
            f"round:{task.pk}", "inspection", f"巡检：{task.name}", text, PRIORITY.get(stands, 4),
            f"/rounds/{task.pk}", task.begins_at, task.due_at, {"state": str(stands)},
        )  # fmt: skip


def rounds(account: Account, _asked: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """My tasks of the next day, and what I found that is still open."""
    found = visible_abnormalities(account).filter(person=account.person_id)
    rows = list(open_abnormalities(found).select_related("point")[:SHOWN])
    words = states_of(rows)
    mine = tasks_of(account.person, now) if account.person else []
    ahead = [one for one in mine if one.opens_at <= now + AHEAD][:SHOWN]
    return {
        "now": now, "rounds": [summary(one, now) for one in ahead],
        "abnormal": [_abnormal(one, words[one.pk]) for one in rows],
    }  # fmt: skip


def one_round(account: Account, asked: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """One of them, whole (INS-044, INS-046, INS-048)."""
    try:
        return picture(get_task_for(account, UUID(asked.get("id", ""))), now)
    except ValueError:
        raise Http404("没有这项巡检任务") from None


def at_point(account: Account, asked: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """What is to be looked at here, by the label's code, and my tasks that come by (DUAL-026)."""
    code = asked.get("code", "")[:64]
    rows = Point.objects.filter(company=company_of(account), code=code, is_retired=False)
    point = rows.select_related("area").prefetch_related("standards__items").first()
    if point is None:
        raise Http404(f"没有编号为 {code} 的巡检点")
    mine = tasks_of(account.person, now) if account.person else []
    tasks = [one for one in mine if any(s["point"] == str(point.pk) for s in one.stops)]
    return {
        "code": point.code, "name": point.name, "area": point.area.name,
        "equipment": point.equipment, "is_paused": point.is_paused,
        "items": [
            {"part": item.part, "name": item.name, "unit": item.unit, "low": item.low,
             "high": item.high, "needs_photo": item.needs_photo}
            for standard in point.standards.all() for item in standard.items.all()
        ],
        "rounds": [summary(one, now) for one in tasks[:SHOWN]],
    }  # fmt: skip


def _abnormal(row: Abnormality, word: str) -> dict[str, Any]:
    return {
        "id": row.pk, "place": row.place, "text": row.text, "at": row.at, "state": word,
        "handling": row.handling, "hazard": row.hazard_id,
    }  # fmt: skip
