"""What changed between two looks at a node, as lines of its log. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

INFO, WARNING, ERROR = "info", "warning", "error"
STATES = {"running": "已启动", "paused": "已暂停", "stopped": "已停止"}
Standing = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log. `place`: a pipe or a route."""

    level: str
    code: str
    place: str
    text: str


def changes(before: Standing, now: Standing) -> Iterator[Line]:
    """Lines for everything that is not as it was. `Standing` is what `running.telling` makes."""
    was = {one["pipe"]: one for one in before.get("pipes", [])}
    for one in now["pipes"]:
        yield from _pipe(was.get(one["pipe"], {}), one)
    for name in was.keys() - {one["pipe"] for one in now["pipes"]}:
        yield Line(INFO, "removed", name, "管道已移除")
    there = {one["route"]: one for one in before.get("receives", [])}
    for one in now["receives"]:
        yield from _receive(there.get(one["route"], {}), one)


def _pipe(was: Standing, one: Standing) -> Iterator[Line]:
    name = one["pipe"]
    if was.get("state") != one["state"]:
        yield Line(INFO, one["state"], name, f"{STATES[one['state']]}，版本 {one['version']}")
    yield from _fault(name, was.get("fault", ""), one["fault"])
    if (more := one["dead"] - was.get("dead", 0)) > 0:
        yield Line(ERROR, "dead_letter", name, f"新增死信 {more} 条，请在死信页面查看原因")
    routes = {route["route"]: route for route in was.get("routes", [])}
    for route in one["routes"]:
        before = routes.get(route["route"], {})
        yield from _fault(route["route"], before.get("fault", ""), route["fault"])
        if (more := route.get("dead", 0) - before.get("dead", 0)) > 0:
            text = f"接收端有 {more} 条写不进去，已列为其死信，请联系接收端处理"
            yield Line(ERROR, "dead_there", route["route"], text)


def _fault(place: str, was: str, now: str) -> Iterator[Line]:
    if now and now != was:
        yield Line(ERROR, "fault", place, now)
    elif was and not now:
        yield Line(INFO, "mended", place, f"已恢复：{was}")


def _receive(was: Standing, one: Standing) -> Iterator[Line]:
    route = one["route"]
    if was and was["epoch"] != one["epoch"]:
        yield Line(INFO, "greeted", route, f"发送方接入，第 {one['epoch']} 任")
    if (more := one["dead"] - was.get("dead", 0)) > 0:
        yield Line(ERROR, "dead_letter", route, f"新增死信 {more} 条，请在死信页面查看原因")
    known = {table["table"] for table in was.get("paused", [])}
    for table in one["paused"]:
        if table["table"] not in known:
            yield Line(ERROR, "drift", route, f"{table['table']}：{table['reason']}")
    for name in known - {table["table"] for table in one["paused"]}:
        yield Line(INFO, "resumed", route, f"{name} 已恢复")
