"""Tags, times and crumbs that several pages share."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse

from anhuan.desk.details import Panel, Table, Tag
from anhuan.desk.marks import short_time
from anhuan.domains.pipes.models import Deed, Letter, LogLine, Look, Node, Pipe
from anhuan.domains.pipes.rules.alarming import SILENT_AFTER
from anhuan.domains.pipes.rules.words import (
    LETTER_TONES,
    LETTERS,
    LEVEL_TONES,
    LEVELS,
    WISH_TONES,
    WISHES,
)
from anhuan.kernel import clock

HOME = ("数据交换", "pipes:flow")
VIEW, OPERATE, EDIT = "pipes.view", "pipes.operate", "pipes.edit"
DEED_TONES = {"waiting": "p3", "done": "good", "refused": "p2"}


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way here."""
    return [(HOME[0], reverse(HOME[1])), *more]


def is_silent(node: Node) -> bool:
    """Has the node not reported for a minute?"""
    return node.heard_at is None or clock.now() - node.heard_at > SILENT_AFTER


def state_tag(pipe: Pipe, told: dict[str, Any], refusal: str) -> Tag:
    """How it stands, as its node says; what it is asked for where that is something else."""
    if is_silent(pipe.node):
        return Tag("节点失联", "p2")
    if refusal:
        return Tag("新版本不能运行" if told else "不能运行", "p2")
    if not told:
        return Tag("等待节点")
    if pipe.side == "receive":
        return Tag("有表暂停", "p3") if told["paused"] else Tag("接收中", "good")
    if told["fault"] and told["state"] != "stopped":
        return Tag("故障", "p2")
    if told["state"] != pipe.wish:
        return Tag(f"正在{WISHES[pipe.wish]}")
    return Tag(WISHES[told["state"]], WISH_TONES[told["state"]])


def node_tag(node: Node) -> Tag:
    """Is it there?"""
    if not node.is_local and node.enrolled_at is None:
        return Tag("待登记", "p3")
    return Tag("失联", "p2") if is_silent(node) else Tag("在线", "good")


def letter_tag(one: Letter) -> Tag:
    """Where a dead letter stands."""
    return Tag(LETTERS[one.state], LETTER_TONES[one.state])


def level_tag(one: LogLine) -> Tag:
    """How bad."""
    return Tag(LEVELS[one.level], LEVEL_TONES[one.level])


def deed_tag(one: Deed) -> Tag:
    """Done or not."""
    return Tag(one.get_state_display(), DEED_TONES[one.state])


def is_refused(one: Deed) -> bool:
    """Was nothing done of it?"""
    return one.state == Deed.State.REFUSED


def deeds_panel(deeds: Iterable[Deed]) -> Panel | None:
    """What was asked for, by whom, and what became of it."""
    rows = [
        [when(one.at), one.get_kind_display(), one.by.display_name, deed_tag(one), one.said]
        for one in deeds
    ]
    heads = ["时间", "操作", "操作人", "状态", "答复"]
    return Panel("操作", table=Table(heads, rows), side=True) if rows else None


def look_tag(one: Look) -> Tag:
    """Equal or not."""
    if not one.differences:
        return Tag("一致", "good")
    return Tag("已补发", "p3") if one.resent else Tag("有差异", "p2")


def when(moment: datetime | None) -> str:
    """Short plant time, or nothing."""
    return short_time(moment) if moment else ""
