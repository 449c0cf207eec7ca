"""The flow page: every pipe as a line of stations, with live numbers."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from anhuan.desk.details import Tag
from anhuan.desk.pages import page
from anhuan.domains.org.queries import account_of
from anhuan.domains.pipes.models import Pipe
from anhuan.domains.pipes.pages.words import EDIT, VIEW, is_silent, node_tag, state_tag
from anhuan.domains.pipes.queries import (
    refusal_of,
    standing_of,
    visible_letters,
    visible_nodes,
    visible_pipes,
)
from anhuan.domains.pipes.rules.words import ROUTE_STATES
from anhuan.exchange.core.definition.databases import DATABASES

SOURCES = {"folder": "文件夹", "table_files": "表文件"} | {
    kind: one.title for kind, one in DATABASES.items()
}
CAPTURES = {"log": "日志增量", "compare": "比对增量", "once": "一次全量"}


@dataclass(frozen=True, slots=True)
class Station:
    """One stop of the line. `tone`: "" well, "p2" wrong, "p3" waiting, "off" at rest."""

    name: str
    value: str
    note: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A route of a pipe as it is drawn."""

    stations: list[Station]
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A pipe with its lines."""

    pipe: Pipe
    url: str
    state: Tag
    fault: str = ""
    lines: list[Line] = field(default_factory=list)


@page(VIEW)
def flow(request: HttpRequest) -> HttpResponse:
    """All pipes of all nodes."""
    account = account_of(request)
    pipes = [draw(one) for one in visible_pipes(account)]
    nodes = [(one, node_tag(one)) for one in visible_nodes(account)]
    waiting = visible_letters(account).filter(state="waiting").count()
    return render(request, "pipes/flow.html", {
        "pipes": pipes, "nodes": nodes, "letters": waiting, "may_edit": account.may(EDIT),
    })  # fmt: skip


def draw(pipe: Pipe) -> Drawn:
    """A pipe as its node last told of it."""
    told, refusal = standing_of(pipe), refusal_of(pipe)
    lines = [] if not told else _sent(told) if pipe.side == "send" else [_received(told)]
    url = reverse("pipes:pipe", args=[pipe.pk])
    fault = "" if is_silent(pipe.node) else refusal or str(told.get("fault", ""))
    return Drawn(pipe, url, state_tag(pipe, told, refusal), fault, lines)


def _sent(told: dict[str, Any]) -> list[Line]:
    return [_route(told, route) for route in told["routes"]]


def _route(told: dict[str, Any], route: dict[str, Any]) -> Line:
    steps, tables = len(told["transforms"]), told["tables"]
    is_still = told["state"] != "running"
    bad = "p2" if route["fault"] else "off" if is_still else ""
    word, dead = ROUTE_STATES.get(route["state"], route["state"]), route.get("dead", 0)
    return Line([
        Station(f"来源 {SOURCES.get(told['source'], told['source'])}", f"{told['per_s']} 条/s",
                f"{CAPTURES.get(told['capture'], told['capture'])} · {len(tables)} 张表",
                "p2" if told.get("source_fault") else "off" if told["state"] == "stopped" else ""),
        Station("变换", f"{steps} 步" if steps else "原样", " → ".join(told["transforms"][:4]),
                "p2" if told["dead"] else ""),
        Station("发件箱", f"{route['backlog']} 条待发", f"已编号 {route['last']}",
                "p3" if route["backlog"] else ""),
        Station(f"传输 {route['transport'].upper()}", f"{route['per_s']} 条/s",
                f"延迟 {route['lag_s']:.0f} s · 重发 {route['resent']}", bad),
        Station(f"接收端 {route['to']}", f"已确认 {route['acked']}",
                f"{word} · 对方死信 {dead}" if dead else word, "p2" if dead else bad),
    ], route["fault"])  # fmt: skip


def _received(told: dict[str, Any]) -> Line:
    missing = sum(last - first + 1 for first, last in told["missing"])
    paused = len(told["paused"])
    return Line([
        Station("发送方", f"第 {told['epoch']} 任" if told["epoch"] else "未接入", "",
                "" if told["epoch"] else "off"),
        Station("收件窗口", f"已收至 {told['contiguous']}",
                f"缺 {missing} 条" if missing else "连续", "p3" if missing else ""),
        Station("死信", str(told["dead"]), "", "p2" if told["dead"] else ""),
        Station("写入", f"{paused} 张表暂停" if paused else "正常", "", "p3" if paused else ""),
    ])  # fmt: skip
