"""Today's permits on the plant's map, who is inside; by kind and group (AQ 3064.2-2025 5.12.1)."""

from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from anhuan.desk.pages import page
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.permits.forms.filters import GROUP_LABELS
from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.models.templates import KIND_CHOICES
from anhuan.domains.permits.pages.month_map import month_map
from anhuan.domains.permits.pages.shapes import shapes_of
from anhuan.domains.permits.pages.words import kind_and_grade, state_tag
from anhuan.domains.permits.queries.board import group_of, todays_permits
from anhuan.domains.permits.queries.permits import settings_of
from anhuan.domains.permits.queries.scene import dots, inside, located
from anhuan.domains.permits.rules.states import DAY_GROUPS, State
from anhuan.domains.plant.queries import known_site
from anhuan.kernel import clock

_SHOWN = (
    "company", "number", "kind", "grade", "state", "place", "geometry", "radius_m", "floors",
)  # fmt: skip
SHOWN = 60  # of the list beside the map, which shows them all


@page("permits.view")
def today_map(request: HttpRequest) -> HttpResponse:
    """The map and the same permits as a list; the list comes anew with the filters."""
    account = account_of(request)
    if request.GET.get("month"):
        return month_map(request, account)
    permits = _chosen(request, account)
    counts, people = _inside(account, permits)
    query = request.GET.urlencode()
    props = {
        "title": "今日作业", "zoom": "plant", "shapes": _shapes(account, permits), "people": people,
        "feed": reverse("permits:map_feed") + (f"?{query}" if query else ""), "aspect": 1.9,
    }  # fmt: skip
    shown = permits if request.GET.get("whole") else permits[:SHOWN]
    may_see = account.may("positions.view")
    context = {
        "title": "今日作业图", "props": props, "count": len(permits),
        "rows": [_row(one, counts[one.pk], may_see=may_see) for one in shown],
        "kinds": KIND_CHOICES, "groups": GROUP_LABELS.items(), "kind": request.GET.get("kind", ""),
        "group": request.GET.get("group", ""), "query": query,
        "tally": Counter(group_of(State(one.state)) for one in permits),
    }  # fmt: skip
    return render(request, "permits/today_map.html", context)


def _row(permit: Permit, inside: int, *, may_see: bool) -> dict[str, Any]:
    tag = state_tag(permit)
    people = str(inside) if permit.geometry else gettext("未划定")
    return {
        "url": reverse("permits:permit", args=[permit.pk]), "number": permit.number,
        "kind": kind_and_grade(permit), "place": permit.place, "state": gettext(tag.text),
        "tone": tag.tone, "inside": people if may_see else "—",
    }  # fmt: skip


@page("permits.view")
def map_feed(request: HttpRequest) -> JsonResponse:
    """What the map asks for every few seconds."""
    account = account_of(request)
    permits = _chosen(request, account)
    _counts, people = _inside(account, permits)
    return JsonResponse({"shapes": _shapes(account, permits), "people": people})


def _chosen(request: HttpRequest, account: Account) -> list[Permit]:
    rows = todays_permits(account, clock.now())
    if kind := request.GET.get("kind"):
        rows = rows.filter(kind=kind)
    if (group := request.GET.get("group")) in DAY_GROUPS:
        rows = rows.filter(state__in=DAY_GROUPS[group])
    shown = rows.select_related(None).select_related("company").only(*_SHOWN)
    return list(shown.order_by("starts_at", "number"))


def _shapes(account: Account, permits: list[Permit]) -> list[dict[str, Any]]:
    return shapes_of(permits, known_site(company_of(account)))


def _inside(account: Account, permits: list[Permit]) -> tuple[Counter[Any], list[dict[str, Any]]]:
    here = located(account, settings_of(company_of(account)), clock.now())
    pairs = list(inside(permits, here))
    return Counter(permit.pk for permit, _ in pairs), dots(one for _, one in pairs)
