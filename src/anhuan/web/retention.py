"""`/system/retention/`: what is kept how long, whether the disk is large enough, seals."""

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.marks import Tag, short_time
from anhuan.desk.pages import page
from anhuan.domains.audit.models import AuditRow
from anhuan.domains.org.models import Account, Company
from anhuan.domains.org.queries import company_of
from anhuan.domains.positioning.queries import sealing
from anhuan.domains.positioning.rules.sealing import WRONG_LABELS, Wrong
from anhuan.kernel import clock
from anhuan.web import storage

MIB, GIB = 1024**2, 1024**3
CRUMBS = [("运行状态", "/system/")]


@page("system.view")
def retention(request: HttpRequest) -> HttpResponseBase:
    """Room and policy; the seals of tracks; the way out."""
    assert isinstance(request.user, Account)
    company, now = company_of(request.user), clock.now()
    found, free = storage.sizes(now), shutil.disk_usage(_folder()).free
    left = storage.days_left(found, free)
    check = AuditRow.objects.filter(verb="check_tracks", company_id=company.pk).last()
    return respond_detail(
        request,
        "数据保存",
        crumbs=CRUMBS,
        tags=[Tag("空间足够", "good") if left is None else Tag(f"约 {left} 天后磁盘用尽", "p2")],
        actions=[
            Action("核验轨迹", reverse("system:check_tracks"), "system.view"),
            Action("导出轨迹", reverse("system:export_tracks"), "tracks.view"),
            Action("设置保存期限", reverse("positioning:settings"), "devices.edit"),
        ],
        facts=[
            Fact("磁盘剩余", _size(free)),
            Fact("已占用", _size(sum(one.now_bytes for one in found))),
            Fact("每天新增", _size(sum(one.per_day_bytes for one in found))),
            Fact("存满期限时预计", _size(sum(one.expected_bytes for one in found))),
        ],
        panels=[_sizes(found), _seals(company, check), _findings(check), _pruned()],
    )


def _sizes(found: list[storage.Size]) -> Panel:
    rows = [
        [
            one.label, _size(one.now_bytes), _size(one.per_day_bytes),
            f"{one.keep_days}\u00a0天" if one.keep_days else "永久",
            _size(one.expected_bytes) + ("" if one.keep_days else "（一年后）"), one.law,
        ]
        for one in found
    ]  # fmt: skip
    heads = ["数据", "已占用", "每天新增", "保存", "存满时预计", "法规要求"]
    note = "每天新增按最近 7 天计算；设备原始消息另占至多 3 GiB"
    return Panel("保存期限与空间", table=Table(heads, rows), note=note)


def _seals(company: Company, check: AuditRow | None) -> Panel:
    first, last, count = sealing.sealed_span(company)
    after: dict[str, Any] = (check.after or {}) if check else {}
    said = f"{after['buckets']} 个时段、{after['chunks']} 段" if after else ""
    return Panel(
        "轨迹封存",
        facts=[
            Fact("封存记录", count, "条"),
            Fact("时段", f"{short_time(first)} 至 {short_time(last)}" if first and last else ""),
            Fact("最近核验", short_time(check.at) if check else "尚未核验"),
            Fact("核验范围", said),
            Fact("结果", _result(after), tone="p1" if after.get("wrong") else "good"),
        ],
        note="每 10 分钟的轨迹以 SM3 摘要记入审计链；每夜核验前一天和一个旧日",
    )


def _result(after: dict[str, Any]) -> str:
    if not after:
        return ""
    return f"{after['wrong']} 处不符" if after["wrong"] else "全部一致"


def _findings(check: AuditRow | None) -> Panel | None:
    """What is wrong, by tag and ten minutes."""
    found: list[dict[str, str]] = (check.after or {}).get("findings", []) if check else []
    if not found:
        return None
    numbers = sealing.tag_numbers([one["tag"] for one in found if one["tag"]])
    rows = [
        [
            short_time(datetime.fromisoformat(one["bucket"])),
            numbers.get(one["tag"], one["tag"]) or "整个时段",
            Tag(WRONG_LABELS[Wrong(one["wrong"])], "p1"),
        ]
        for one in found
    ]
    return Panel("不符之处", table=Table(["时段", "标签", "问题"], rows))


def _pruned() -> Panel:
    rows = [
        [short_time(row.at), row.note]
        for row in AuditRow.objects.filter(verb="prune").order_by("-at")[:10]
    ]
    return Panel("清理记录", table=Table(["时间", "内容"], rows, "尚未清理过"))


def _folder() -> Path:
    path = Path(settings.DATA)
    return next(one for one in (path, *path.parents) if one.exists())


def _size(count: float) -> str:
    """In the unit that fits; a space that does not break."""
    for unit, name in ((GIB, "GiB"), (MIB, "MiB")):
        if count >= unit:
            return f"{count / unit:.1f}\u00a0{name}"
    return f"{count / 1024:.0f}\u00a0KiB"
