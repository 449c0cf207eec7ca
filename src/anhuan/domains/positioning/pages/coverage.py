"""Which places are heard by enough anchors (POS-016)."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.lists import Column, Link
from anhuan.desk.lists import Tag as Mark
from anhuan.desk.pages import page
from anhuan.domains.org.queries import company_of
from anhuan.domains.positioning.forms.where import CoverageForm
from anhuan.domains.positioning.pages.common import account_of
from anhuan.domains.positioning.pages.report import Report, respond_report
from anhuan.domains.positioning.queries.coverage import Cover
from anhuan.domains.positioning.queries.coverage import coverage as cover_of
from anhuan.domains.positioning.rules.coverage import ENOUGH


@page("devices.view")
def coverage(request: HttpRequest) -> HttpResponseBase:
    """Areas with the share of their ground that enough anchors hear, high-risk gaps first."""
    form = CoverageForm(request.GET or {"enough": ENOUGH})
    enough = form.cleaned_data["enough"] if form.is_valid() else ENOUGH
    found = cover_of(company_of(account_of(request)), enough)
    must = [c for c in found if c.needs_cover]
    report = Report(
        "定位覆盖", form, list(COLUMNS), found, ask="重新计算",
        template="positioning/coverage.html", empty="还没有区域。先在“区域”里绘制。",
        links=[Link("基站", reverse("positioning:anchors"), "devices.view")],
        note=f"每个区域取约 400 个点，逐层看作用距离内的同层基站；少于 {enough} 个的点为盲区",
        context={"lacking": [c for c in must if not c.is_covered], "enough": enough,
                 "down": [c for c in must if c.is_covered and not c.is_covered_now]},
    )  # fmt: skip
    report.figures = [
        (f"{sum(c.is_covered for c in must)} / {len(must)}", "高危场所全覆盖（按安装）"),
        (f"{sum(c.is_covered_now for c in must)} / {len(must)}", "高危场所全覆盖（按在线）"),
        (sum(c.anchors for c in found), "个基站在区域内"),
    ]
    return respond_report(request, report)


def _share(cover: Cover) -> str:
    """ "87 %", floor by floor where they differ."""
    shares = [(one.floor, _percent(one.share)) for one in cover.floors]
    if len({share for _, share in shares}) == 1:
        return shares[0][1]
    return "、".join(f"{floor}F {share}" for floor, share in shares)


def _percent(share: float) -> str:
    """Never "100 %" while a place is missing."""
    return "100 %" if share >= 1 else f"{min(99, round(100 * share))} %"


def _blind(cover: Cover) -> str:
    worst = cover.worst
    if worst.share >= 1:
        return ""
    x, y = worst.worst
    return f"({x:.0f}, {y:.0f}) {worst.floor}F，{worst.least} 个"


def _verdict(cover: Cover) -> Mark:
    if cover.lacks:
        return Mark("须补装", "p2")
    if cover.needs_cover and not cover.is_covered_now:
        return Mark("有基站离线", "p3")
    return Mark("覆盖", "good") if cover.is_covered else Mark("非高危，有盲区", "off")


def _area_url(cover: Cover) -> str:
    return reverse("plant:area", args=[cover.area.pk])


COLUMNS = (
    Column("area", "区域", lambda c: c.area.name, kind="link", url=_area_url),
    Column("kind", "类别", lambda c: c.area.get_kind_display(), phone=False),
    Column("risk", "风险", lambda c: c.area.get_risk_display()),
    Column("anchors", "区内基站", kind="number"),
    Column("share", "覆盖", _share),
    Column("online", "按在线", lambda c: _percent(min(f.share_online for f in c.floors))),
    Column("blind", "最弱处", _blind, phone=False),
    Column("verdict", "结论", _verdict, kind="tag"),
)
