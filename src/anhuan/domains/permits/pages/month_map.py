"""How many works were where in a month that is over, on the map (AQ 3064.2-2025 5.12.1)."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from anhuan.domains.org.models import Account
from anhuan.domains.permits.models.templates import KIND_CHOICES
from anhuan.domains.permits.queries.statistics import AreaCount, counts_by_area
from anhuan.domains.plant.queries import known_site
from anhuan.domains.positioning.queries.fences import as_lonlat
from anhuan.kernel import clock


def month_map(request: HttpRequest, account: Account) -> HttpResponse:
    """Each area with its count; a click leads to the ledger's lines."""
    first = _month(request.GET["month"])
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    kind = request.GET.get("kind", "")
    found = counts_by_area(account, first, last, kind)
    span = f"starts_at_from={first}&starts_at_to={last}" + (f"&kind={kind}" if kind else "")
    rows = [{"name": one.area.name, "count": one.count, "url": _url(one, span)} for one in found]
    props = {"title": "历史作业", "zoom": "plant", "shapes": _shapes(found, span), "aspect": 1.9}
    context = {
        "title": "历史作业图", "props": props, "rows": rows, "month": f"{first:%Y-%m}",
        "kinds": KIND_CHOICES, "kind": kind, "total": sum(one.count for one in found),
    }  # fmt: skip
    return render(request, "permits/month_map.html", context)


def _month(text: str) -> date:
    """The first of the month asked for; of this one when that is none."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return timezone.localtime(clock.now()).date().replace(day=1)


def _url(one: AreaCount, span: str) -> str:
    return f"{reverse('permits:ledger')}?area={one.area.pk}&{span}"


def _shapes(found: list[AreaCount], span: str) -> list[dict[str, Any]]:
    site = known_site(found[0].area.company) if found else None
    if site is None:
        return []
    return [
        {
            "id": str(one.area.pk), "tone": "done", "label": f"{one.area.name} {one.count}",
            "geometry": {
                "type": "Feature", "geometry": as_lonlat(one.area.geometry, site.georeference),
                "properties": {},
            },
            "url": _url(one, span), "title": one.area.name,
        }
        for one in found if one.area.geometry
    ]  # fmt: skip
