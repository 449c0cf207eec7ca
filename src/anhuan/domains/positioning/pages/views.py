"""Pictures beside the control room: the heat map, and the buildings in three dimensions."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from anhuan.desk.lists import Column, Link
from anhuan.desk.pages import page
from anhuan.domains.positioning.forms.where import HeatForm
from anhuan.domains.positioning.pages.common import account_of
from anhuan.domains.positioning.pages.maps import island_props
from anhuan.domains.positioning.pages.report import Report, respond_report
from anhuan.domains.positioning.queries import heat as queries


@page("positions.view")
def heat(request: HttpRequest) -> HttpResponseBase:
    """Where time was spent over a period, by kind and floor; the squares as Excel (POS-048)."""
    form = HeatForm(request, account_of(request))
    columns = [
        Column("x", "x（m）", kind="number"), Column("y", "y（m）", kind="number"),
        Column("minutes", "停留（人·分）", kind="number"),
    ]  # fmt: skip
    report = Report(
        "热力图", form, columns, ask="显示", template="positioning/heat.html",
        links=[Link("停留统计", reverse("positioning:dwell"), "tracks.view")],
    )  # fmt: skip
    if form.is_valid():
        report.context["heat"] = _props(form)
        if request.GET.get("format") == "xlsx":
            report.rows = _squares(request, form)
        report.context["exports"] = True
    return respond_report(request, report)


def _props(form: HeatForm) -> dict[str, Any]:
    """What the island asks the API for: the picture does not wait in the page."""
    start, end = form.period
    data = form.cleaned_data
    query = {"from": start.isoformat(), "to": end.isoformat(), "cell_m": data["cell_m"]}
    query |= {name: data[name] for name in ("kind", "floor") if data[name] not in ("", None)}
    return {"url": reverse("positioning:api_heat"), "query": query, "floor": data["floor"]}


def _squares(request: HttpRequest, form: HeatForm) -> list[dict[str, float]]:
    start, end = form.period
    data = form.cleaned_data
    found = queries.heat(
        account_of(request), start, end, cell_m=data["cell_m"], floor=data["floor"],
        kind=data["kind"],
    )  # fmt: skip
    half = found.cell_m / 2
    return [
        {"x": x * found.cell_m + half, "y": y * found.cell_m + half, "minutes": round(s / 60, 2)}
        for x, y, s in sorted(found.cells, key=lambda cell: -cell[2])
    ]


@page("control_room.view")
def space(request: HttpRequest) -> HttpResponse:
    """Buildings and floors in three dimensions, people live (POS-024, AQ 3064.3 5.4.2)."""
    wall = request.GET.get("wall") == "1"
    props = island_props(account_of(request)) | {"wall": wall}
    return render(
        request, "positioning/space.html", {"title": "三维", "props": props, "wall": wall}
    )
