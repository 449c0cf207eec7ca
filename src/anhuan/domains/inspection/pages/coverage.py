"""Which risks no round touches (INS-031)."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.pages import page
from anhuan.domains.inspection.queries.coverage import Coverage, coverage_of
from anhuan.domains.org.queries import account_of

SHOWN = 200


@page("inspection.edit")
def coverage(request: HttpRequest) -> HttpResponse:
    """Units without a point, measures in no list, points on no route."""
    found = coverage_of(account_of(request))
    return respond_detail(
        request, "覆盖检查", facts=_facts(found), panels=[_units(found), _measures(found),
        _points(found)], crumbs=[("今日巡检", reverse("inspection:board"))],
        actions=[Action("按风险清单生成检查标准", reverse("inspection:from_risks"),
                        "inspection.edit", method="post", style="primary")],
    )  # fmt: skip


def _facts(found: Coverage) -> list[Fact]:
    return [
        Fact("风险分析单元", found.units, "个"),
        Fact("路线未到的单元", len(found.bare_units), "个", tone="p2" if found.bare_units else ""),
        Fact("覆盖率", found.share_pct, "%"),
        Fact("需排查的管控措施", found.measures, "条"),
        Fact("无人检查的措施", len(found.bare_measures), "条",
             tone="p2" if found.bare_measures else ""),
        Fact("无路线的巡检点", len(found.bare_points), "个"),
    ]  # fmt: skip


def _units(found: Coverage) -> Panel:
    rows = [
        [(one.name, reverse("risk:unit", args=[one.pk])), one.object.name,
         str(one.department or one.object.department or "—")]
        for one in found.bare_units[:SHOWN]
    ]  # fmt: skip
    return Panel("路线未到的风险分析单元", table=Table(
        ["单元", "分析对象", "责任部门"], rows, "每个风险分析单元都有路线经过。"
    ))  # fmt: skip


def _measures(found: Coverage) -> Panel:
    rows = [
        [measure.text, risk.unit_name, (risk.name, reverse("risk:event", args=[risk.event]))]
        for risk, measure in found.bare_measures[:SHOWN]
    ]
    return Panel("没有列入任何检查的管控措施", table=Table(
        ["管控措施", "单元", "风险事件"], rows, "每条需排查的管控措施都有人检查。"
    ))  # fmt: skip


def _points(found: Coverage) -> Panel:
    rows = [
        [(str(one), reverse("inspection:point_edit", args=[one.pk])), one.area.name, one.equipment]
        for one in found.bare_points[:SHOWN]
    ]
    return Panel("没有路线经过的巡检点", table=Table(
        ["点位", "区域", "设备"], rows, "每个巡检点都在路线上。"
    ))  # fmt: skip
