"""Cards: the log of a turn, what it hands on, how its alarms were answered; and on an alarm's
page who was on watch."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.dateparse import parse_datetime

from anhuan.desk.details import Fact, Panel, Table
from anhuan.desk.marks import short_time
from anhuan.domains.alarms.models import Alarm
from anhuan.domains.org.queries import account_of
from anhuan.domains.watch import queries
from anhuan.domains.watch.models import Turn
from anhuan.domains.watch.queries import VIEW

PRIORITIES = {1: "紧急", 2: "高", 3: "中", 4: "低"}


def turn_panels(turn: Turn, now: datetime) -> list[Panel]:
    """The log, alarms and permits (as they were at hand-over, else as they are), the answers."""
    handed = turn.handed
    situation = handed.situation if handed else queries.situation_of(turn.post.company)
    when = f"{short_time(handed.given_at)} 交班时" if handed else "现在"
    return [
        *_words(turn),
        _log(turn),
        _alarms(situation.get("alarms", []), when),
        _permits(situation.get("permits", []), when),
        _answers(turn, now),
    ]


def _words(turn: Turn) -> list[Panel]:
    handed = turn.handed
    if handed is None:
        return []
    facts = [Fact("交班事项", handed.remarks, wide=True)]
    if handed.taken_at:
        facts.append(Fact("接班意见", handed.taken_remarks or "无", wide=True))
    return [Panel("交接班", facts=facts)]


def _log(turn: Turn) -> Panel:
    lines = turn.lines.select_related("by__person")
    rows = [[short_time(one.at), one.by.display_name, one.text] for one in lines]
    return Panel("值班记录", table=Table(["时间", "记录人", "内容"], rows, "本班还没有记录"))


def _alarms(rows: list[dict[str, Any]], when: str) -> Panel:
    cells = [
        [(one["title"], reverse("alarms:alarm", args=[one["id"]])), PRIORITIES[one["priority"]],
         _time(one["raised_at"]), "已确认" if one["is_acknowledged"] else "未确认"]
        for one in rows
    ]  # fmt: skip
    heads = ["报警", "级别", "发生", "确认"]
    return Panel("未关闭的报警", table=Table(heads, cells, "没有未关闭的报警"), note=when)


def _permits(rows: list[dict[str, Any]], when: str) -> Panel:
    cells = [
        [(one["number"], reverse("permits:permit", args=[one["id"]])), one["kind"], one["place"],
         one["state"], _time(one["valid_until"])]
        for one in rows
    ]  # fmt: skip
    heads = ["作业票", "类型", "位置", "状态", "有效期至"]
    return Panel("在办作业票", table=Table(heads, cells, "没有在办作业票"), note=when)


def _time(text: str | None) -> str:
    at = parse_datetime(text) if text else None
    return short_time(at) if at else ""


def _answers(turn: Turn, now: datetime) -> Panel:
    found = queries.answered_in(turn, now)
    facts = [
        Fact("本班报警", found.alarms, "条"), Fact("值班人确认", found.by_watch, "条"),
        Fact("其他人确认", found.by_others, "条"),
        Fact("未确认", found.by_nobody, "条", tone="p3" if found.by_nobody else ""),
    ]  # fmt: skip
    return Panel("报警确认", facts=facts, side=True)


def alarm_panel(request: HttpRequest, alarm: Alarm) -> Panel | None:
    """Who was on watch when the alarm came, and whether who acknowledged it was."""
    if not account_of(request).may(VIEW):
        return None
    turns = list(queries.on_watch(alarm.company_id, alarm.raised_at))
    if not turns:
        return None
    facts = [
        Fact(str(turn.post), "、".join(one.name for one in turn.people.all()) or "无人",
             url=reverse("watch:turn", args=[turn.pk]))
        for turn in turns
    ]  # fmt: skip
    return Panel("当时值班", facts=[*facts, *_acknowledger(alarm)], side=True)


def _acknowledger(alarm: Alarm) -> list[Fact]:
    by, at = alarm.acknowledged_by, alarm.acknowledged_at
    if by is None or at is None:
        return []
    turn = queries.was_on_watch(by, at)
    if turn is None:
        return [Fact("确认人", f"{by.display_name}（不在班）", tone="p3")]
    return [Fact("确认人", f"{by.display_name}（在班：{turn.post}）", tone="good")]
