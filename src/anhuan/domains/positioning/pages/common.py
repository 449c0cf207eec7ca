"""What several positioning pages show: state marks, places, who is asking."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, cast

from django.http import HttpRequest

from anhuan.desk.details import Panel, Table
from anhuan.desk.lists import Tag as Mark
from anhuan.desk.marks import short_time
from anhuan.domains.org.models import Account
from anhuan.domains.positioning.models import Anchor, Assignment, LatestPosition, Tag
from anhuan.kernel.errors import Blocker


def account_of(request: HttpRequest) -> Account:
    """Who asks; the page's decorator has checked the right."""
    return cast(Account, request.user)


def state_marks(device: Any) -> list[Mark]:
    """On line or not, low battery, faults; rows come from `visible_tags` or `visible_anchors`."""
    if device.is_retired:
        return [Mark("停用", "off")]
    marks = [Mark("在线") if device.is_online else Mark("离线", "off")]
    if device.is_low:
        marks.append(Mark("电量低", "p4"))
    return marks + [Mark(str(fault)[:20], "p3") for fault in device.faults or ()]


def row_tone(device: Any) -> str:
    """Retired devices are greyed."""
    return "off" if device.is_retired else ""


def latest_of(tag: Tag) -> LatestPosition | None:
    """The tag's last known position, if it was ever located."""
    return getattr(tag, "latest", None)


def where(latest: LatestPosition | None) -> str:
    """ "合成装置 2F", or coordinates where no area is."""
    if latest is None:
        return ""
    if latest.area:
        return f"{latest.area.name} {latest.floor}F"
    return f"({latest.x_m:.0f}, {latest.y_m:.0f}) m {latest.floor}F"


def current_or_last(tag: Any) -> str:
    """The current position of a tag on line, the last one with its time otherwise."""
    latest = latest_of(tag)
    if latest is None:
        return "从未定位"
    return where(latest) if tag.is_online else f"末次 {where(latest)} · {short_time(latest.t)}"


def place_panel(latest: LatestPosition | None, name: str, kind: str, is_online: bool) -> Panel:
    """A small map of where something is or was last."""
    if latest is None:
        return Panel("位置", template="positioning/_no_place.html", side=True)
    props = {
        "title": name,
        "at": latest.t.isoformat(),
        "marker": {
            "x_m": latest.x_m, "y_m": latest.y_m, "floor": latest.floor, "name": name,
            "kind": kind,
        },
        "area": str(latest.area_id) if latest.area_id else None,
    }  # fmt: skip
    return Panel(
        "当前位置" if is_online else "末次位置",
        template="positioning/_mini_map.html",
        context={"props": props, "where": where(latest), "latest": latest},
        side=True,
    )


def findings_panel(found: Iterable[Blocker]) -> Panel:
    """What the ledger lacks, as a table; says so when nothing does."""
    rows = [(one.text, one.clause or "—") for one in found]
    empty = "台账齐全，符合所在区域的防爆、温度与防护要求。"
    table = Table(["检查结果", "依据"], rows, empty=empty)
    note = f"{len(rows)} 项待处理" if rows else ""
    return Panel("台账核对", table=table, note=note, key="ledger")


def holding_table(rows: Iterable[Assignment], of: str) -> Table:
    """Who held it when; `of` is "tag" or "holder": which side the page is about."""
    heads = ["持有人" if of == "tag" else "标签", "发放", "收回"]
    cells = [
        (
            str(row.person or row.vehicle) if of == "tag" else row.tag.number,
            row.since,
            row.until or Mark("目前持有", "accent"),
        )
        for row in rows
    ]
    return Table(heads, cells, empty="还没有发放过。")


def ledger_facts(device: Tag | Anchor) -> Mapping[str, Any]:
    """Label → value of the explosion-protection columns."""
    until = device.ex_valid_until
    return {
        "防爆标志": device.ex_mark,
        "防爆合格证": device.ex_certificate,
        "防爆证有效期": until.isoformat() if until else "",
        "防护等级": device.ip_rating,
        "最高工作温度": _with_unit(device.max_temperature_c, "℃"),
        "设计续航": _with_unit(device.battery_life_years, "年"),
        "启用日期": device.installed_on.isoformat() if device.installed_on else "",
    }


def _with_unit(value: float | None, unit: str) -> str:
    return "" if value is None else f"{value:g} {unit}"


def said(span: timedelta) -> str:
    """ "1 小时 05 分", "3 分 08 秒"."""
    seconds = max(0, int(span.total_seconds()))
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours} 小时 {minutes:02} 分" if hours else f"{minutes} 分 {seconds % 60:02} 秒"
