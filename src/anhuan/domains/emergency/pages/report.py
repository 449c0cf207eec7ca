"""The report of an evacuation or drill: printable, and as a workbook."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.files import XLSX, respond_file
from anhuan.desk.lists import Column
from anhuan.desk.lists.export import write_workbook
from anhuan.desk.marks import Tag
from anhuan.desk.pages import page
from anhuan.domains.audit.queries import history_of
from anhuan.domains.emergency import queries
from anhuan.domains.emergency.models import Evacuation
from anhuan.domains.emergency.pages.listing import kind_tag, state_tag
from anhuan.domains.emergency.pages.live import danger_shape
from anhuan.domains.emergency.queries.report import STEP_WORDS, Report, report_of
from anhuan.domains.emergency.rules.wording import span
from anhuan.domains.org.queries import account_of
from anhuan.kernel import clock

JOINED = {"inside": "下令时在内", "entered": "下令后进入", "added": "人工加入"}
KINDS = {"staff": "员工", "contractor": "承包商", "visitor": "访客"}
COLUMNS = (
    Column("name", "姓名"),
    Column("number", "工号"),
    Column("kind", "类别", lambda row: KINDS.get(row["kind"], row["kind"])),
    Column("unit", "单位 / 部门"),
    Column("joined", "受影响", lambda row: JOINED.get(row["joined"], "")),
    Column("stage_label", "结果", lambda row: _result(row)),
    Column("safe_at", "到位时间", kind="time"),
    Column("arrival_s", "用时", lambda row: _seconds(row), kind="number", unit="s"),
    Column("how_label", "到位方式"),
    Column("muster", "集合点"),
    Column("delivery_label", "指令"),
    Column("acknowledged_at", "确认时间", kind="time"),
    Column("ticked_by", "点到人"),
    Column("tick_note", "说明"),
)  # fmt: skip


def _result(row: dict[str, Any]) -> str:
    return "已到位" if row["stage"] == "safe" else "未到位"


def _seconds(row: dict[str, Any]) -> float | None:
    return None if row["arrival_s"] is None else round(row["arrival_s"], 1)


@page("emergency.view")
def report(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Course, time to clear, who arrived when, who never did; `?format=xlsx` for Excel."""
    account = account_of(request)
    found = queries.evacuation_for(account, pk)
    made = report_of(account, found, clock.now())
    if request.GET.get("format") == "xlsx":
        book = write_workbook("疏散人员", COLUMNS, made.people)
        return respond_file(request, book, f"{found} {found.ordered_at:%Y%m%d}.xlsx", XLSX)
    return respond_detail(
        request, f"{found} 报告", template="emergency/report.html",
        crumbs=[("应急疏散", reverse("emergency:evacuations"))],
        tags=[kind_tag(found), state_tag(found)], actions=_actions(found), facts=_facts(found),
        panels=_panels(made), figures=_figures(found, made), history=history_of(found)[:30],
        chart=_chart(found, made), scene=_scene(found), evacuation=found,
    )  # fmt: skip


def _actions(found: Evacuation) -> list[Action]:
    live = reverse("emergency:evacuation", args=[found.pk])
    excel = Action("导出 Excel", "?format=xlsx")
    return [Action("实时页面", live), excel] if found.is_open else [excel]


def _figures(found: Evacuation, made: Report) -> list[tuple[str, str, str]]:
    """(value, word, tone): the line of big numbers."""
    return [
        (str(made.affected), "受影响", ""),
        (str(made.arrived), "到位", ""),
        (str(made.never), "未到位", "p1" if made.never else ""),
        (span(made.emptied_s), "危险区清空", ""),
        (span(made.accounted_s), "全部到位", ""),
        (f"{made.within_pct} %", f"{found.target_s} 秒内到位", ""),
    ]


def _facts(found: Evacuation) -> list[Fact]:
    ended_by = found.stood_down_by.display_name if found.stood_down_by else ""
    alarm = found.alarm
    return [
        Fact("疏散指令", found.text, wide=True),
        Fact("下令时间", found.ordered_at),
        Fact("下令人", found.ordered_by.display_name if found.ordered_by else ""),
        Fact("解除时间", found.stood_down_at),
        Fact("解除人", ended_by),
        Fact("范围", found.area.name if found.area else "图上绘制"),
        Fact("楼层", "、".join(f"{one}F" for one in found.floors or []) or "所有楼层"),
        Fact(
            "由报警发起", alarm.title if alarm else "",
            url=reverse("alarms:alarm", args=[alarm.pk]) if alarm else "",
        ),
        Fact("目标时间", found.target_s, "s"),
        Fact("原因", found.reason, wide=True),
        Fact("解除原因", found.stood_down_reason, wide=True),
    ]  # fmt: skip


def _panels(made: Report) -> list[Panel]:
    areas = [(one["name"], f"{one['affected']} 人", span(one["clear_s"])) for one in made.areas]
    musters = [(one["name"], f"{one['people']} 人") for one in made.musters]
    course = [
        (step.at, STEP_WORDS.get(step.verb, step.verb), step.by_name, step.text)
        for step in made.course
    ]
    return [
        Panel("分区清空用时", table=Table(["区域", "受影响", "清空用时"], areas, "没有人受影响")),
        Panel("集合点", table=Table(["地点", "到位"], musters, "没有集合点")),
        Panel("疏散经过", table=Table(["时间", "动作", "人", "说明"], course)),
        Panel("每个人", table=_people(made), note=f"{made.affected} 人"),
    ]


def _people(made: Report) -> Table:
    heads = ["姓名", "类别", "单位 / 部门", "受影响", "结果", "用时", "到位方式", "地点", "指令"]
    rows = [
        (
            row["name"], KINDS.get(row["kind"], ""), row["unit"], JOINED.get(row["joined"], ""),
            Tag("已到位") if row["stage"] == "safe" else Tag("未到位", "p1"),
            span(row["arrival_s"]), row["how_label"], row["muster"] or row["area"],
            row["delivery_label"],
        )
        for row in made.people
    ]  # fmt: skip
    return Table(heads, rows, "没有人受影响")


def _chart(found: Evacuation, made: Report) -> dict[str, Any] | None:
    """People left over time, with the target as a line."""
    if not made.affected:
        return None
    points = [[round(t_s / 60, 3), left] for t_s, left in made.curve]
    target = {"silent": True, "symbol": "none", "data": [{"xAxis": found.target_s / 60}]}
    line = {"type": "line", "name": "未到位", "step": "end", "data": points, "symbol": "none",
            "markLine": target}  # fmt: skip
    option = {
        "xAxis": {"type": "value", "name": "分"}, "yAxis": {"type": "value", "name": "人",
        "minInterval": 1}, "series": [line],
    }  # fmt: skip
    return {"title": "未到位人数", "option": option, "height": 220}


def _scene(found: Evacuation) -> dict[str, Any]:
    """The danger area and the muster points."""
    musters = [str(pk) for pk in found.musters.values_list("pk", flat=True)]
    return {"title": found.title, "geometry": danger_shape(found), "highlight": musters}
