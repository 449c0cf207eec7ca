"""Alarms, works and hazards of all plants in scope; one row as it was sent."""

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.lists import Column, Filter, Link, ListSpec, respond_list
from anhuan.desk.marks import short_time
from anhuan.desk.pages import page
from anhuan.domains.org.queries import account_of
from anhuan.domains.province import queries
from anhuan.domains.province.forms.filters import ALARMS, HAZARDS, STARTS, WORKS
from anhuan.domains.province.models import ReceivedRow
from anhuan.domains.province.pages.words import (
    crumbs,
    enterprise_url,
    place_word,
    row_tag,
    row_url,
)
from anhuan.domains.province.rules.scenes import SENSING
from anhuan.domains.reporting.rules.tables import Field
from anhuan.domains.reporting.seeds.loader import tables

PLANT = Column("enterprise", "企业", "enterprise.name", sort="enterprise__name")
STATE = Column("state", "状态", row_tag, kind="tag")


def _listed(
    request: HttpRequest, kind: str, title: str, columns: Sequence[Column],
    filters: Sequence[Filter], tone: str = "p2", links: Sequence[Link] = (),
) -> HttpResponseBase:  # fmt: skip
    spec = ListSpec(
        title=title, noun="条", default_sort="-at", columns=columns, filters=filters, links=links,
        search=("title", "place", "key", "enterprise__name"), row_url=row_url, csv=True,
        row_tone=lambda one: tone if one.grade and one.state in ("open", "2") else "",
        empty="监管范围内没有这样的数据。",
    )  # fmt: skip
    return respond_list(request, spec, queries.visible_rows(account_of(request), kind))


@page("province.view")
def alarms(request: HttpRequest) -> HttpResponseBase:
    """Live and past alarms with how they were handled (AQ 3064.2-2025 6.4.2)."""
    columns = [
        Column("title", "报警", kind="link"), PLANT, STATE,
        Column("place", "位置", phone=False), Column("at", "报警时间", kind="time", sort="at"),
        Column("ended_at", "销警时间", kind="time", sort="ended_at", phone=False),
        Column("received_at", "收到", kind="time", sort="received_at", hidden=True),
        Column("table", "来源", _source, phone=False),
    ]  # fmt: skip
    return _listed(request, "alarm", "企业报警", columns, ALARMS)


def _source(one: ReceivedRow) -> str:
    return "感知数据" if one.table == SENSING else tables()[one.table].name


@page("province.view")
def works(request: HttpRequest) -> HttpResponseBase:
    """Special works filed by plants: looked through by eight conditions, exported, printed."""
    columns = [
        Column("title", "作业内容", kind="link"), PLANT,
        Column("code", "类型与级别", lambda one: _word("TICKET_TYPE", one)), STATE,
        Column("place", "位置", phone=False),
        Column("unit", "作业单位", lambda one: one.content.get("WORK_DEPARTMENT"), phone=False),
        Column("at", "开始", kind="time", sort="at"),
        Column("due_at", "结束", kind="time", sort="due_at", phone=False),
    ]  # fmt: skip
    links = [Link("统计", reverse("province:works_tallies"), "province.view"),
             Link("作业分布图", reverse("province:works_map"), "province.view")]  # fmt: skip
    return _listed(request, "work", "特殊作业", columns, WORKS, "p3", links)


def _word(key: str, one: ReceivedRow) -> str:
    column = tables()["PTW_A1"].field(key)
    return column.codes.get(str(one.content.get(key)), "") if column else ""


@page("province.view")
def hazards(request: HttpRequest) -> HttpResponseBase:
    """Hazards, those past their time first."""
    columns = [
        Column("title", "隐患", kind="link"), PLANT, STATE,
        Column("grade", "等级", lambda one: "重大" if one.grade else "一般"),
        Column("place", "责任人", phone=False),
        Column("due_at", "治理期限", kind="time", sort="due_at"),
        Column("at", "登记", kind="time", sort="at", phone=False),
        Column("ended_at", "验收", kind="time", sort="ended_at", phone=False),
    ]  # fmt: skip
    return _listed(request, "hazard", "企业隐患", columns, HAZARDS)


@page("province.view")
def starts(request: HttpRequest) -> HttpResponseBase:
    """Start-ups, shutdowns, overhauls and trial production, as plants commit day by day (AQ
    3064.1-2025 5.2.1)."""
    numbers = (("workNumber", "开车装置"), ("notWorkNumber", "停车装置"),
               ("overhaulWorkNumber", "检维修装置"))  # fmt: skip
    columns = [
        Column("title", "承诺", kind="link"), PLANT,
        Column("moving", "开停车", lambda one: _yes("openParking", one)),
        *(Column(key, word, f"content.{key}", phone=False) for key, word in numbers),
        Column("trial", "试生产", lambda one: _yes("trialProduction", one)),
        Column("at", "承诺时间", kind="time", sort="at"),
    ]  # fmt: skip
    return _listed(request, "commitment", "开停车与检修", columns, STARTS)


def _yes(key: str, one: ReceivedRow) -> str:
    return "是" if one.content.get(key) == "1" else "否"


@page("province.view")
def row(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One row as structured data, column by column (AQ 3064.2-2025 6.4.1)."""
    found = queries.row_for(account_of(request), pk)
    plant = found.enterprise
    query = f"?about={found.pk}"
    return respond_detail(
        request, found.title or found.key, crumbs=[*crumbs(), (plant.name, enterprise_url(plant))],
        tags=[row_tag(found)],
        actions=[
            Action("抽查", reverse("province:enterprise_check", args=[plant.pk]) + query,
                   "province.act", style="primary"),
            Action("督办", reverse("province:enterprise_order", args=[plant.pk]) + query,
                   "province.act"),
        ],
        facts=[
            Fact("企业", plant.name, url=enterprise_url(plant)), Fact("性质",
            found.get_kind_display()),
            Fact(place_word(found.kind), found.place), Fact("发生时间", found.at),
            Fact("结束时间", found.ended_at), Fact("期限", found.due_at),
            Fact("首次收到", found.received_at), Fact("最近收到", found.changed_at),
        ],
        panels=[_columns(found), _alarms(found)],
    )  # fmt: skip


def _columns(found: ReceivedRow) -> Panel:
    if found.table == SENSING:
        rows = [[str(key), str(value)] for key, value in found.content.items()]
        return Panel("数据", table=Table(["项目", "值"], rows))
    table = tables()[found.table]
    rows = [[one.label, one.key, _shown(one, found)] for one in table.columns]
    return Panel(f"{table.name}（{table.law}）", table=Table(["名称", "标识", "值"], rows))


def _shown(column: Field, found: ReceivedRow) -> str:
    value = found.content.get(column.key)
    if value is None:
        return ""
    if column.is_private:
        return "***"
    if isinstance(value, list):
        return f"{len(value)} 项"
    if isinstance(value, dict):
        return str(value.get("name", ""))
    word = column.codes.get(str(value))
    return f"{value} {word}" if word else str(value)


def _alarms(found: ReceivedRow) -> Panel | None:
    """Of a work: the alarms that name its ticket."""
    if found.kind != "work":
        return None
    named = found.enterprise.rows.filter(table="PTW_A3", content__TICKET_ID=found.key)
    rows = [[(one.title, row_url(one)), row_tag(one), short_time(one.at) if one.at else ""]
            for one in named.order_by("-at")[:20]]  # fmt: skip
    return Panel("作业报警", table=Table(["报警", "状态", "时间"], rows), side=True)
