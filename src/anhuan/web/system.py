"""`/system/`: is the box well, what was restarted, how much room is left, what is kept how long."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.details import Fact, Panel, Table, respond_detail
from anhuan.desk.marks import Tag, short_time
from anhuan.desk.pages import page
from anhuan.domains.alarms.rules.retention import KEPT_DAYS
from anhuan.domains.audit.models import AuditRow
from anhuan.domains.audit.queries import chain_state
from anhuan.domains.outbox import rules as outbox_rules
from anhuan.domains.outbox.queries import backlog
from anhuan.domains.positioning.actions import keep_days
from anhuan.kernel import clock
from anhuan.node.child_state import read_states
from anhuan.node.data_folder import DataFolder
from anhuan.web.live.current import current_hub
from anhuan.web.process_names import called
from anhuan.web.system_parts import parts_panel

WHY = {
    "never heard": "尚无心跳", "silent": "停止响应", "degraded": "降级", "lagging": "滞后",
    "no answer": "无应答", "slow": "响应慢", "recovering": "恢复中",
}  # fmt: skip
CHILD = {"waiting": "等待", "starting": "启动中", "up": "运行", "stopped": "已停"}
ROOM = {"plenty": "充足", "nearly_full": "将满", "full": "已满"}
GIB = 1024**3


@page("system.view")
def state(request: HttpRequest) -> HttpResponseBase:
    """Everything measured within the last seconds."""
    hub = current_hub()
    found: dict[str, Any] = hub.measured if hub else {}
    children = read_states(DataFolder(settings.DATA).run)
    is_ok = bool(found.get("ok"))
    return respond_detail(
        request,
        "运行状态",
        tags=[Tag("全部正常", "good") if is_ok else Tag("有异常", "p2")],
        facts=_summary(found, hub.subscribers.count() if hub else 0),
        panels=[
            _processes(found.get("processes", {}), children),
            parts_panel(found.get("processes", {}).get("engine", {})),
            _servers(found),
            _outbox(),
            _retention(),
            _inflow(),
        ],
    )


def _summary(found: dict[str, Any], streams: int) -> list[Fact]:
    disk = found.get("disk", {})
    free = f"{disk['free_bytes'] / GIB:.1f} GiB（{disk['free_pct']}%）" if disk else ""
    chain = chain_state()
    measured = short_time(datetime.fromisoformat(found["t"])) if found else ""
    return [
        Fact("测量时间", measured),
        Fact("磁盘剩余", f"{free} {ROOM.get(disk.get('state', ''), '')}".strip()),
        Fact("实时页面连接", streams),
        Fact("审计链", f"{chain['rows']} 行已封签，{chain['waiting']} 行待封签"),
    ]


def _processes(found: dict[str, Any], children: list[dict[str, Any]]) -> Panel:
    by_name = {child["name"]: child for child in children}
    names = list(dict.fromkeys([*found, *by_name]))
    rows = [_process_row(name, found.get(name), by_name.get(name, {})) for name in names]
    heads = ["进程", "状态", "滞后（s）", "进程号", "启动于", "重启次数", "最近一次退出"]
    restarted = [_restart_words(child) for child in children if child["restarts"]]
    note = "；".join(restarted)
    return Panel("进程", table=Table(heads, rows, "没有进程信息"), note=note)


def _process_row(name: str, part: dict[str, Any] | None, child: dict[str, Any]) -> list[Any]:
    ended = child.get("last_exit") or ""
    if ended and child.get("last_exit_at"):
        ended = f"{_moment(child['last_exit_at'])} {ended}"
    return [
        called(name),
        _verdict(part) if part else Tag(CHILD.get(child.get("state", ""), "—")),
        part.get("lag_s", "") if part else "",
        (part or {}).get("pid") or child.get("pid") or "",
        _moment(child.get("started_at")),
        child.get("restarts", ""),
        ended,
    ]


def _restart_words(child: dict[str, Any]) -> str:
    return (
        f"{called(child['name'])} 于 {_moment(child['started_at'])} 重启，共 {child['restarts']} 次"
    )


def _servers(found: dict[str, Any]) -> Panel:
    postgres, nats = found.get("postgres", {}), found.get("nats", {})
    pending = sum((nats.get("ingest_pending") or {}).values())
    stored = (nats.get("jetstream_bytes") or 0) / GIB
    rows = [
        ["PostgreSQL", _verdict(postgres), f"应答 {postgres.get('ping_ms', '—')} ms"],
        ["NATS", _verdict(nats), f"流占用 {stored:.2f} GiB，待处理 {pending} 条"],
    ]
    return Panel("服务器", table=Table(["服务器", "状态", "指标"], rows))


def _outbox() -> Panel:
    behind = backlog(clock.now())
    rows = [
        [one.name, f"{one.event.type} #{one.event.seq}", one.attempts, one.error[:120]]
        for one in behind["failing"]
    ]
    table = Table(["反应", "事件", "尝试", "错误"], rows, "没有失败的反应")
    return Panel("事件", table=table, note=f"待发布 {behind['waiting']}，滞后 {behind['lag_s']} s")


def _retention() -> Panel:
    """What is kept how long, and what was pruned last."""
    pruned = AuditRow.objects.filter(verb="prune").order_by("-at")[:5]
    last = "；".join(f"{short_time(row.at)} {row.note}" for row in pruned) or "尚未清理过"
    rows = [
        ["定位轨迹", f"{keep_days()} 天", "≥ 365 天"],
        ["报警", f"{KEPT_DAYS} 天（已关闭的）", "≥ 365 天"],
        ["事件", f"{outbox_rules.KEPT_DAYS} 天", "—"],
        ["设备原始消息", "2 小时，至多 2 GiB", "—"],
        ["审计记录", "永久", "≥ 6 个月"],
    ]
    table, url = Table(["数据", "保存", "要求"], rows), reverse("system:retention")
    return Panel("保存期限", table=table, note=f"最近清理：{last}", url=url)


def _inflow() -> Panel:
    url = reverse("positioning:inflow")
    return Panel("被拒消息", note="按原因和来源统计，附样本", url=url, side=True)


def _verdict(part: dict[str, Any]) -> Tag:
    if part.get("ok"):
        return Tag("正常", "good")
    return Tag(WHY.get(part.get("why", ""), part.get("why") or "未知"), "p2")


def _moment(seconds: float | None) -> str:
    return short_time(datetime.fromtimestamp(seconds, UTC)) if seconds else ""
