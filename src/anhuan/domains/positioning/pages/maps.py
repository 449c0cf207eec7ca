"""The control room and the track page: one island each, and what it needs to begin."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings as django_settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from anhuan.desk.pages import page
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import company_of
from anhuan.domains.plant.models import Site, Structure
from anhuan.domains.positioning.pages.common import account_of
from anhuan.domains.positioning.queries.devices import settings_of
from anhuan.domains.positioning.queries.subjects import former_holders
from anhuan.domains.positioning.rules.looks import PURPOSES, needs_purpose

_ANY = UUID(int=0)
_RIGHTS = (
    "positions.view", "tracks.view", "alarms.view", "alarms.handle", "fences.view", "devices.view",
    "people.view", "emergency.order",
)  # fmt: skip


@page("control_room.view")
def control_room(request: HttpRequest) -> HttpResponse:
    """Who is where, what is wrong, what must be done now. `?wall=1` for the wall."""
    account = account_of(request)
    wall = request.GET.get("wall") == "1"
    props = island_props(account) | {"wall": wall}
    context = {"title": "值班", "props": props, "wall": wall}
    return render(request, "positioning/control_room.html", context)


@page("tracks.view")
def tracks(request: HttpRequest) -> HttpResponse:
    """Replay of one or several people, and where everybody was at a moment."""
    account = account_of(request)
    subjects = [text for text in request.GET.getlist("subject")[:20] if _is_uuid(text)]
    given = {name: request.GET.get(name, "")[:40] for name in ("from", "to", "at")}
    props = island_props(account) | {
        "subjects": subjects,
        **{name: text for name, text in given.items() if _is_moment(text)},
        "mode": "instant" if given["at"] else "tracks",
        "purpose": _purpose(account),
        "people": [_plain(one) for one in former_holders(account)],
    }
    context = {"title": "轨迹", "props": props}
    return render(request, "positioning/tracks.html", context)


def island_props(account: Account) -> dict[str, Any]:
    """What every island over the whole plant is told: floors, rights, addresses, limits."""
    company = company_of(account)
    site = Site.objects.filter(company=company).first()
    limits = settings_of(company)
    return {
        "company": company.name,
        "site": site.name if site else "",
        "floors": _floors(account),
        "rights": [right for right in _RIGHTS if account.may(right)],
        "offline": {"tag_s": limits.tag_offline_s, "anchor_s": limits.anchor_offline_s},
        "quality": asdict(limits.quality),
        "links": _links(),
        "urls": {
            "roster": reverse("positioning:api_roster"),
            "tracks": reverse("positioning:api_tracks"),
            "at": reverse("positioning:api_at"),
            "timeline": reverse("positioning:api_timeline"),
            "subjects": reverse("positioning:api_subjects"),
            "film": reverse("positioning:api_film"),
        },
        "zone": django_settings.TIME_ZONE,
    }


def _purpose(account: Account) -> dict[str, Any]:
    """Whether the asker must say what for, and what is usually said."""
    wanted = settings_of(company_of(account)).purpose_roles
    return {"required": needs_purpose(account.roles, wanted), "usual": list(PURPOSES)}


def _plain(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: str(v) if isinstance(v, UUID) else v for key, v in entry.items()}


def _floors(account: Account) -> list[dict[str, Any]]:
    """Every floor of the plant's buildings, ground first."""
    rows = Structure.objects.filter(company=company_of(account), is_retired=False)
    found: dict[int, str] = {1: "1F"}
    for floors in rows.exclude(floors=[]).values_list("floors", flat=True):
        for one in floors:
            found.setdefault(int(one["floor"]), str(one.get("name") or f"{one['floor']}F"))
    return [{"floor": floor, "name": f"{floor}F"} for floor in sorted(found)]


def _links() -> dict[str, str]:
    """Where the islands lead to; `{subject}` is filled in by them."""
    tracks = f"{reverse('positioning:tracks')}?subject={{subject}}"
    found = {"vehicle": _pattern("positioning:vehicle"), "track": tracks, "login": "/login/",
             "space": reverse("positioning:space")}  # fmt: skip
    person = _pattern("org:person")
    return found | ({"person": person} if person else {})


def _pattern(name: str) -> str:
    try:
        return reverse(name, args=[_ANY]).replace(str(_ANY), "{subject}")
    except NoReverseMatch:  # the page of another slice
        return ""


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
