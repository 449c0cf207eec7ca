"""What about a pipe is an alarm: pure, from a node's last report."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from anhuan.domains.alarms.rules import Kind

SILENT_AFTER = timedelta(seconds=60)
STALLED_AFTER_S = 300.0
FAILURES = 5  # in a row: some six seconds

_ACTION = "打开数据交换页面，按所述原因处理"
ALARM_KINDS = (
    Kind("pipe_node", "交换节点失联", 2, cause="节点停机、断电或网络中断",
         consequence="该节点上的管道无人管理，数据在原处等待", action="检查节点主机与网络"),
    Kind("pipe_link", "交换链路中断", 3, cause="接收端停机、网络中断或令牌失效",
         consequence="消息在发件箱中等待，恢复后自动续传", action=_ACTION),
    Kind("pipe_stalled", "管道停滞", 3, cause="来源、发件箱或接收端有故障",
         consequence="数据没有按时到达", action=_ACTION),
    Kind("pipe_dead_letter", "交换死信", 3, cause="数据不符合接收端的要求或无法变换",
         consequence="这些数据没有到达", action="在死信页面查看原因，改正后重放或作废"),
    Kind("pipe_drift", "源表结构变化", 3, cause="来源的表减少了列、改变了类型或主键",
         consequence="该表已暂停，其他表不受影响", action="核对两侧表结构后恢复该表"),
)  # fmt: skip
Report = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Trouble:
    """One condition that holds. `subject`: a node, pipe or route."""

    kind: str
    subject: str
    title: str
    text: str


def troubles(name: str, report: Report, heard_at: datetime | None, now: datetime) -> list[Trouble]:
    """All that is wrong with a node and its pipes now."""
    if heard_at is None:
        return []
    if now - heard_at > SILENT_AFTER:
        return [Trouble("pipe_node", name, f"交换节点 {name} 失联", "超过 60 秒没有报告")]
    found = [one for pipe in report.get("pipes", []) for one in _pipe(pipe)]
    return found + [one for route in report.get("receives", []) for one in _receive(route)]


def _pipe(pipe: Report) -> Iterator[Trouble]:
    name = pipe["pipe"]
    if pipe["state"] == "stopped":
        return
    if pipe["fault"]:
        yield Trouble("pipe_stalled", name, f"管道 {name} 停滞", pipe["fault"])
    for route in pipe["routes"]:
        yield from _route(pipe, route)


def _route(pipe: Report, route: Report) -> Iterator[Trouble]:
    name = route["route"]
    if route["failures"] >= FAILURES:
        yield Trouble("pipe_link", name, f"通道 {name} 链路中断", route["fault"])
    elif route["state"] in ("fenced", "stopped", "behind") and route["fault"]:
        yield Trouble("pipe_stalled", name, f"通道 {name} 停滞", route["fault"])
    elif route["lag_s"] > STALLED_AFTER_S and pipe["state"] == "running":
        text = f"{route['backlog']} 条消息已等待 {route['lag_s']:.0f} 秒"
        yield Trouble("pipe_stalled", name, f"通道 {name} 停滞", text)


def _receive(route: Report) -> Iterator[Trouble]:
    for table in route["paused"]:
        subject = f"{route['route']} {table['table']}"
        yield Trouble("pipe_drift", subject, f"表 {table['table']} 已暂停", table["reason"])
