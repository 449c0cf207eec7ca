"""Hand-overs, who comes and goes, in and out of a confined space, links, photos."""

from typing import Any

from django.http import HttpRequest

from anhuan.domains.permits import actions
from anhuan.domains.permits.actions import Going, Named, Shot
from anhuan.domains.permits.forms.signing import (
    CrewForm,
    EmptyForm,
    EnterForm,
    LeaveForm,
    LinkForm,
    PhotoForm,
    ShiftForm,
    TakerForm,
)
from anhuan.domains.permits.models.crew import Part
from anhuan.domains.permits.pages.deeds.common import Page, plain
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.rules.states import DEED_LABELS
from anhuan.domains.permits.rules.states import Deed as D
from anhuan.kernel import clock

_PHOTOGRAPHED = (D.CONFIRM_MEASURE, D.BRIEF, D.APPROVE, D.START, D.SUSPEND, D.FINISH, D.ACCEPT)


def _taker(request: HttpRequest, look: Look) -> TakerForm:
    return TakerForm(request.POST or None, company=look.permit.company)


def _guard(by: Any, permit: Any, data: dict[str, Any]) -> Any:
    shown = _certificates(data)
    taker = Named(data["taker"], Part.GUARDIAN, certificates=shown)
    return actions.hand_over_guard(by, permit, taker, data["note"])


def _certificates(data: dict[str, Any]) -> list[dict[str, Any]]:
    until = data["valid_until"]
    row = {"trade": data["trade"], "number": data["number"],
           "valid_until": until.isoformat() if until else None}  # fmt: skip
    return [row] if data["trade"] and data["number"] else []


def _crew(by: Any, permit: Any, data: dict[str, Any]) -> Any:
    joining = []
    if data["joining"]:
        shown = _certificates(data)
        joining = [Named(data["joining"], data["part"], data["duty"], shown)]
    return actions.change_crew(
        by, permit, joining=joining, leaving=list(data["leaving"]), reason=data["reason"]
    )


def _leaving(request: HttpRequest, look: Look) -> LeaveForm:
    return LeaveForm(request.POST or None, permit=look.permit,
                     initial={"entry": request.GET.get("entry")})  # fmt: skip


def _photo(request: HttpRequest, look: Look) -> PhotoForm:
    steps = [(deed.value, DEED_LABELS[deed]) for deed in _PHOTOGRAPHED]
    return PhotoForm(request.POST or None, request.FILES or None, steps=steps)


def _keep_photo(by: Any, permit: Any, data: dict[str, Any]) -> Any:
    actions.add_photo(by, permit, Shot(data["file"], data["step"], clock.now()))
    return permit


CREW = (
    Page(D.HAND_OVER_GUARD, _taker, _guard),
    Page(D.HAND_OVER_SHIFT,
         lambda r, look: ShiftForm(r.POST or None, company=look.permit.company),
         lambda by, p, d: actions.hand_over_shift(by, p, d["taker"], d["note"])),
    Page(D.TAKE_OVER, plain(EmptyForm), lambda by, p, d: actions.take_over(by, p)),
    Page(D.CHANGE_CREW, lambda r, look: CrewForm(r.POST or None, permit=look.permit), _crew),
    Page(D.ENTER, lambda r, look: EnterForm(r.POST or None, permit=look.permit),
         lambda by, p, d: actions.enter(by, p, Going(d["person"], d["tool"], d["count"]))),
    Page(D.LEAVE, _leaving, lambda by, p, d: actions.leave(by, p, d["entry"], d["count"])),
    Page(D.LINK, lambda r, look: LinkForm(r.POST or None, permit=look.permit),
         lambda by, p, d: actions.link(by, p, list(d["permits"]))),
    Page(D.ADD_PHOTO, _photo, _keep_photo),
)  # fmt: skip
