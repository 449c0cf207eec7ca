"""The front door: `/` leads to the control room or to one's own page; and the page of pages."""

from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from anhuan.desk.pages import page
from anhuan.domains.notify.models import Notice
from anhuan.domains.org.models import Account
from anhuan.web.live.current import current_hub
from anhuan.web.shell import alarm_counts, places_for, rail
from anhuan.web.shell import more as groups_of_places


@page("home.view")
def root(request: HttpRequest) -> HttpResponse:
    """To the control room where it may be seen, else to one's own page."""
    url = rail()[0].url_for(cast(Account, request.user))
    return HttpResponseRedirect(url or reverse("home:mine"))


@page("home.view")
def mine(request: HttpRequest) -> HttpResponse:
    """Who I am here, and what I should know."""
    account = cast(Account, request.user)
    notices = Notice.objects.filter(account=account).order_by("-at")[:30]
    return render(request, "home/mine.html", {"account": account, "notices": notices})


@page("home.view")
def pulse(request: HttpRequest) -> JsonResponse:
    """What the header of an ordinary page asks every few seconds: open alarms, health."""
    account = cast(Account, request.user)
    counts = alarm_counts(account) if account.may("alarms.view") else []
    hub = current_hub()
    found = hub.measured if hub else {}
    health = {True: "ok", False: "degraded"}[bool(found.get("ok"))] if found else ""
    answer = JsonResponse({"counts": {p: n for p, _, n in counts}, "health": health})
    answer.headers["Cache-Control"] = "no-store"
    return answer


@page("home.view")
def more(request: HttpRequest) -> HttpResponse:
    """Every page this account may open, in groups."""
    account = cast(Account, request.user)
    groups = [(label, places_for(account, places)) for label, places in groups_of_places()]
    return render(request, "home/more.html", {"groups": [g for g in groups if g[1]]})
