"""The list of alarms: time, content, kind, place, handling state (POS-110)."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.lists import (
    BulkAction,
    Column,
    Link,
    ListSpec,
    respond_bulk,
    respond_list,
    selected,
)
from anhuan.desk.pages import page, post_only
from anhuan.domains.alarms import actions, queries
from anhuan.domains.alarms.forms.filters import ALARM_FILTERS, ALARM_SEARCH
from anhuan.domains.alarms.models import Alarm
from anhuan.domains.alarms.pages.words import priority_tag, row_tone, state_tags
from anhuan.domains.org.queries import account_of

COLUMNS = [
    Column("raised_at", "报警时间", kind="time", sort="-raised_at"),
    Column("priority", "优先级", priority_tag, kind="tag", sort="priority"),
    Column("title", "报警", kind="link", sort="title"),
    Column("text", "内容"),
    Column("kind", "类型", "kind.name", sort="kind__name"),
    Column("area", "位置", "area.name", sort="area__name"),
    Column("people", "人员", lambda a: "、".join(p.get("name", "") for p in a.people[:5])),
    Column("state", "处理状态", state_tags, kind="tag"),
    Column("acknowledged_by", "确认人", "acknowledged_by.display_name", hidden=True),
    Column("acknowledged_at", "确认时间", kind="time", sort="acknowledged_at", hidden=True),
    Column("returned_at", "恢复时间", kind="time", sort="returned_at", hidden=True),
    Column("cause", "原因", Alarm.get_cause_display, sort="cause", hidden=True),
    Column("result", "处理结果", hidden=True),
    Column("closed_at", "关闭时间", kind="time", sort="closed_at", hidden=True),
    Column("repeats", "重复", kind="number", sort="repeats", hidden=True),
    Column("escalated_to", "已升级至", hidden=True),
    Column("floor", "楼层", kind="number", hidden=True),
    Column("condition", "条件", hidden=True),
]


@page("alarms.view")
def alarms(request: HttpRequest) -> HttpResponseBase:
    """Every alarm, unhandled first."""
    spec = ListSpec(
        title="报警",
        noun="条",
        columns=COLUMNS,
        filters=ALARM_FILTERS,
        search=ALARM_SEARCH,
        search_hint="标题、内容、区域、处理结果",
        row_url=lambda alarm: reverse("alarms:alarm", args=[alarm.pk]),
        row_tone=row_tone,
        links=[Link("报警统计", reverse("alarms:statistics"), "alarms.view")],
        bulk=[BulkAction("确认", reverse("alarms:acknowledge_many"), "alarms.handle")],
        empty="没有报警。发生报警时会出现在这里，未处理的排在最前。",
    )
    return respond_list(request, spec, queries.visible_alarms(account_of(request)))


@post_only("alarms.handle")
def acknowledge_many(request: HttpRequest) -> HttpResponseBase:
    """Acknowledge the ticked ones; what is of priority 1 is acknowledged one by one."""
    by = account_of(request)
    rows = selected(request, queries.visible_alarms(by))
    return respond_bulk(
        request, rows, lambda alarm: actions.acknowledge_in_bulk(alarm.pk, by), "确认报警",
        reverse("alarms:alarms"),
    )  # fmt: skip
