"""工作异常人员: who is or was off his post, astray, gone from a job, still, or without a signal."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.lists import Column, Link, ListSpec, respond_list
from anhuan.desk.lists import Tag as Mark
from anhuan.desk.pages import page
from anhuan.domains.alarms.models import Alarm
from anhuan.domains.positioning.forms.abnormal import ABNORMAL_FILTERS, ABNORMAL_SEARCH
from anhuan.domains.positioning.pages.common import account_of, said
from anhuan.domains.positioning.queries.abnormal import abnormal_people
from anhuan.domains.positioning.rules.abnormal import state_of
from anhuan.kernel import clock


@page("positions.view")
def abnormal(request: HttpRequest) -> HttpResponseBase:
    """Everybody in an abnormal work state, now and before (POS-057)."""
    spec = ListSpec(
        title="工作异常人员",
        noun="条",
        default_sort="-raised_at",
        columns=[
            Column("name", "姓名", lambda one: named(one), kind="link"),
            Column("state", "异常", lambda one: state_of(one.kind.code, way_of(one))),
            Column("text", "说明"),
            Column("area", "区域", lambda one: one.area or "—", sort="area__name"),
            Column("raised_at", "开始", kind="time", sort="raised_at"),
            Column("lasted", "持续", lambda one: lasted(one)),
            Column("now", "状态", lambda one: mark(one), kind="tag"),
        ],
        filters=ABNORMAL_FILTERS,
        search=ABNORMAL_SEARCH,
        search_hint="姓名、说明、区域",
        row_url=lambda one: reverse("alarms:alarm", args=[one.pk]),
        links=[Link("实时人员", reverse("positioning:now"), "positions.view")],
        empty="没有工作异常人员。离岗、串岗、作业中离开、静止、信号丢失等会出现在这里。",
    )
    return respond_list(request, spec, abnormal_people(account_of(request)))


def named(one: Alarm) -> str:
    """Whom it is about."""
    return "、".join(str(person.get("name", "")) for person in one.people)


def way_of(one: Alarm) -> str:
    """Of a crossing: which of its kinds."""
    return str((one.inputs or {}).get("way", ""))


def lasted(one: Alarm) -> str:
    """Until it was over, or until now."""
    return said((one.returned_at or clock.now()) - one.raised_at)


def mark(one: Alarm) -> Mark:
    """Whether it goes on."""
    return Mark("持续中", "p2") if one.returned_at is None else Mark("已恢复", "off")
