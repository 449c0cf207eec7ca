"""The self-check of anchors, and taking a measured bias over."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.files import XLSX, respond_file
from anhuan.desk.forms import do_or_say
from anhuan.desk.lists import Column
from anhuan.desk.lists.export import write_workbook
from anhuan.desk.marks import Tag
from anhuan.desk.pages import page, post_only
from anhuan.domains.audit.queries import history_of
from anhuan.domains.calibration import actions
from anhuan.domains.calibration.models import AnchorStand
from anhuan.domains.calibration.pages.common import percent, url
from anhuan.domains.calibration.queries import anchors as queries
from anhuan.domains.calibration.rules.anchors import correction_blockers, seen_from_stand
from anhuan.domains.org.queries import account_of
from anhuan.kernel import clock

WORDS = {
    "silent": ("没有信号", "p2"), "biased": ("偏差超限", "p3"), "scattered": ("离群多", "p3"),
    "drifts": ("漂移", "p3"), "refused": ("测距拒用多", "p3"),
    "few": ("测量点不足", "p4"), "unmeasured": ("未测", "off"),
}  # fmt: skip
HEADS = ["基站", "区域", "状态", "自检残差", "自检拒用", "测得偏差", "现行校正", "剩余", "离散",
         "离群", "测量点", "测距"]  # fmt: skip


def _surveyed(name: str) -> Any:
    return lambda row: None if row.survey is None else round(getattr(row.survey, name), 3)


def _running(name: str) -> Any:
    return lambda row: None if row.drift is None else round(getattr(row.drift, name), 3)


COLUMNS = (
    Column("number", "基站", "anchor.number"),
    Column("area", "区域", lambda r: r.anchor.area or ""),
    Column("state", "状态", lambda r: "、".join(tag.text for tag in _tags(r))),
    Column("residual", "自检残差", _running("residual_m"), kind="number", unit="m"),
    Column("refused", "自检拒用比例", _running("refused"), kind="number"),
    Column("bias", "测得偏差", _surveyed("bias_m"), kind="number", unit="m"),
    Column("in_force", "现行校正", lambda r: r.anchor.bias_m, kind="number", unit="m"),
    Column("spread", "离散", _surveyed("spread_m"), kind="number", unit="m"),
    Column("outliers", "离群比例", _surveyed("outliers"), kind="number"),
    Column("stands", "测量点", _surveyed("stands"), kind="number"),
    Column("ranges", "测距次数", _surveyed("ranges"), kind="number"),
)  # fmt: skip


@page("calibration.view")
def anchors(request: HttpRequest) -> HttpResponseBase:
    """Every anchor with what walk tests of the last year found; `?format=xlsx` for Excel."""
    found = queries.checks_for(account_of(request), clock.now())
    if request.GET.get("format") == "xlsx":
        book = write_workbook("基站自检", COLUMNS, found)
        return respond_file(request, book, "基站自检.xlsx", XLSX)
    counts = [
        Fact("基站", len(found), "个"),
        *(
            Fact(word, sum(key in one.findings for one in found), "个")
            for key, (word, _) in WORDS.items()
        ),
    ]
    return respond_detail(
        request, "基站自检", crumbs=[("精度测试", reverse("calibration:walks"))],
        actions=[Action("导出 Excel", "?format=xlsx")], facts=counts,
        panels=[Panel("基站", table=Table(HEADS, [_cells(one) for one in found], "还没有基站"),
                      note="自检：引擎定期统计的测距残差。偏差 = 量得距离 − 真实距离，"
                           "取近一年各测量点的中位数")],
    )  # fmt: skip


@page("calibration.view")
def anchor(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One anchor, stand by stand."""
    now = clock.now()
    found = queries.check_for(account_of(request), pk, now)
    survey, in_force = found.survey, found.anchor.bias_m
    label = f"采用校正 {survey.bias_m:+.2f} m" if survey else "采用校正"
    return respond_detail(
        request, found.anchor.number,
        crumbs=[("基站自检", reverse("calibration:anchors"))], tags=_tags(found),
        actions=[
            Action("基站台账", reverse("positioning:anchor", args=[pk]), "devices.view"),
            Action(label, url("anchor_correct", found.anchor), "devices.edit", "post", "primary",
                   "引擎将立即按新的校正解算，确定吗？",
                   list(correction_blockers(survey, in_force))),
        ],
        facts=[
            Fact("测得偏差", _metres(survey.bias_m) if survey else ""),
            Fact("现行校正", _metres(in_force)),
            Fact("剩余偏差", _metres(found.left_m) if found.left_m is not None else ""),
            Fact("离散", _metres(survey.spread_m, "") if survey else ""),
            Fact("离群", percent(survey.outliers) if survey else ""),
            *_running_facts(found),
            Fact("最近信号", found.anchor.seen_at),
        ],
        panels=[_stands(list(queries.seen_from(found.anchor, now)[:200]))],
        history=history_of(found.anchor)[:30],
    )  # fmt: skip


@post_only("devices.edit")
def anchor_correct(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the measured bias over."""
    account = account_of(request)
    found = queries.check_for(account, pk, clock.now())
    do_or_say(request, lambda: actions.correct_anchor(account, found.anchor), "校正已生效")
    return redirect("calibration:anchor", pk)


def _running_facts(found: queries.Check) -> list[Fact]:
    if found.drift is None:
        return []
    return [
        Fact("自检残差", _metres(found.drift.residual_m)),
        Fact("自检拒用", percent(found.drift.refused)),
        Fact("自检测距", found.drift.ranges, "次"),
        Fact("自检时间", found.anchor.residual_at),
    ]


def _tags(check: queries.Check) -> list[Tag]:
    return [Tag(*WORDS[one]) for one in check.findings] or [Tag("正常", "good")]


def _cells(check: queries.Check) -> list[Any]:
    link = (check.anchor.number, url("anchor", check.anchor))
    survey, area = check.survey, check.anchor.area or ""
    state = _tags(check)[0]
    running = ["—", "—"]
    if check.drift:
        running = [_metres(check.drift.residual_m), percent(check.drift.refused)]
    if survey is None or check.left_m is None:
        return [link, area, state, *running, "—", _metres(check.anchor.bias_m), *["—"] * 5]
    return [
        link, area, state, *running, _metres(survey.bias_m), _metres(check.anchor.bias_m),
        _metres(check.left_m), _metres(survey.spread_m, ""), percent(survey.outliers),
        survey.stands, survey.ranges,
    ]  # fmt: skip


def _stands(rows: list[AnchorStand]) -> Panel:
    cells = []
    for one in rows:
        seen = seen_from_stand(one.ranges_m, one.distance_m)
        cells.append((
            str(one.stand.point), one.stand.since, f"{one.distance_m:.2f} m",
            _metres(seen.bias_m) if seen else "次数不足",
            _metres(seen.spread_m, "") if seen else "—", len(one.ranges_m),
        ))  # fmt: skip
    heads = ["测量点", "时间", "真实距离", "偏差", "离散", "测距"]
    empty = "近一年的精度测试没有量到此基站。在它的通视范围内选测量点测试。"
    return Panel("逐点结果", table=Table(heads, cells, empty))


def _metres(value: float, sign: str = "+") -> str:
    return "0 m" if abs(value) < 0.005 else f"{value:{sign}.2f} m"
