"""The live page of an evacuation, and ending it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.emergency import actions, queries
from anhuan.domains.emergency.forms.ordering import AddForm, StandDownForm
from anhuan.domains.emergency.models import Evacuation
from anhuan.domains.emergency.queries.roll import roll_now
from anhuan.domains.emergency.queries.untagged import inside_untagged, not_listed
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import account_of
from anhuan.domains.plant.queries import known_site
from anhuan.domains.positioning.queries.fences import as_lonlat
from anhuan.kernel import clock

RIGHTS = ("emergency.tick", "emergency.order", "emergency.call", "positions.view")


@page("emergency.view")
def evacuation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Numbers, map, list to tick; `?wall=1` for the wall. Once over, the report has it all."""
    account = account_of(request)
    found = queries.evacuation_for(account, pk)
    if not found.is_open and "wall" not in request.GET:
        return redirect("emergency:report", pk=pk)
    wall = request.GET.get("wall") == "1"
    context = {"title": str(found), "props": island_props(account, found), "wall": wall}
    return render(request, "emergency/evacuation.html", context)


def island_props(account: Account, found: Evacuation) -> dict[str, Any]:
    """What the island begins with: addresses, rights, and the danger area in degrees."""
    return {
        "id": str(found.pk),
        "rights": [right for right in RIGHTS if account.may(right)],
        "danger": danger_shape(found),
        "musters": [str(pk) for pk in found.musters.values_list("pk", flat=True)],
        "urls": {
            "picture": reverse("emergency:api_evacuation", args=[found.pk]),
            "tick": reverse("emergency:api_tick", args=[found.pk]),
            "untick": reverse("emergency:api_untick", args=[found.pk]),
            "tell": reverse("emergency:api_tell", args=[found.pk]),
            "add": reverse("emergency:add", args=[found.pk]),
            "stand_down": reverse("emergency:stand_down", args=[found.pk]),
            "report": reverse("emergency:report", args=[found.pk]),
        },
    }


def danger_shape(found: Evacuation) -> dict[str, Any] | None:
    """A GeoJSON feature for the small map; nothing while the plant has no site."""
    site = known_site(found.company)
    if site is None:
        return None
    geometry = as_lonlat(found.geometry, site.georeference)
    return {"type": "Feature", "geometry": geometry, "properties": {"radius_m": found.radius_m}}


@form_page("emergency.order")
def stand_down(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All clear, with a reason."""
    account = account_of(request)
    found = queries.evacuation_for(account, pk)
    form = StandDownForm(request.POST or None)
    left = roll_now(found).left
    if not left:
        del form.fields["despite"]

    def save(data: dict[str, Any]) -> Evacuation:
        despite = bool(data.get("despite"))
        return actions.stand_down(account, found, data["reason"], despite=despite)

    return respond_form(
        request, form, save, f"解除 {found}", lambda _: reverse("emergency:report", args=[pk]),
        submit="解除", done="疏散已解除", cancel=reverse("emergency:evacuation", args=[pk]),
    )  # fmt: skip


@post_only("emergency.order")
def tell_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Repeat the order to who has not answered."""
    account = account_of(request)
    found = queries.evacuation_for(account, pk)
    do_or_say(request, lambda: actions.tell_again(account, found), "已再次下令")
    return redirect("emergency:evacuation", pk=pk)


@form_page("emergency.order")
def add(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put people on the list whom no tag shows."""
    account = account_of(request)
    found = queries.evacuation_for(account, pk)
    rows, ticked = not_listed(found), inside_untagged(found, clock.now())
    form = AddForm(request.POST or None, rows=rows, chosen=ticked)
    return respond_form(
        request, form, lambda data: actions.add_people(account, found, data["people"]),
        f"补登人员 {found}", reverse("emergency:evacuation", args=[pk]),
        submit="补登", done="已补登，计入未到位",
    )  # fmt: skip
