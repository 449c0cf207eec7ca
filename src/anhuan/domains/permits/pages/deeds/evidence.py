"""Measures one by one, the briefing, boxes that fall due later, acceptance."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest

from anhuan.domains.permits import actions
from anhuan.domains.permits.actions import Settled, Shot
from anhuan.domains.permits.forms.boxes import values_of
from anhuan.domains.permits.forms.evidence import BoxesForm, MeasureForm
from anhuan.domains.permits.forms.signing import AcceptForm, BriefForm, HeardForm
from anhuan.domains.permits.pages.deeds.common import Page, signed
from anhuan.domains.permits.pages.measure_text import sentence
from anhuan.domains.permits.queries.asked import briefing_text, late_boxes
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.verifying import seal_of
from anhuan.domains.permits.rules.states import Deed as D
from anhuan.kernel import clock


def _asked(request: HttpRequest, look: Look) -> Any:
    """The measure asked for, else the first that is open."""
    no = request.POST.get("no") or request.GET.get("no") or ""
    open_ = [one for one in look.measures if one.confirmed_at is None]
    wanted = next((one for one in look.measures if str(one.no) == no), None)
    return wanted or (open_[0] if open_ else None)


def _measure(request: HttpRequest, look: Look) -> MeasureForm:
    row = _asked(request, look)
    forms_ = {one.no: one for one in (*look.form.measures, *look.form.extras)}
    measure = forms_.get(row.no) if row else None
    return MeasureForm(
        request.POST or None, request.FILES or None, inputs=measure.inputs if measure else (),
        is_forced=bool(row and row.is_forced), initial={"no": row.no if row else 0},
    )  # fmt: skip


def _measure_shown(request: HttpRequest, look: Look) -> dict[str, Any]:
    row = _asked(request, look)
    text = sentence(row, None) if row else "没有待确认的措施"
    left = sum(one.confirmed_at is None for one in look.measures)
    return {"measure": row, "sentence": text, "left": left}


def _confirm(by: Any, permit: Any, data: dict[str, Any]) -> Any:
    inputs = {key[3:]: value for key, value in data.items()
              if key.startswith("in_") and value not in (None, "", [])}  # fmt: skip
    settled = Settled(data["no"], data["is_involved"], inputs, data.get("reason") or "")
    with transaction.atomic():
        if data["photo"]:
            row = permit.measures.filter(round=permit.round, no=data["no"]).first()
            shot = Shot(data["photo"], D.CONFIRM_MEASURE, clock.now(), row, data["point"])
            actions.add_photo(by, permit, shot)
        return actions.confirm_measure(by, permit, settled, {"point": data["point"]})


def _brief(request: HttpRequest, look: Look) -> BriefForm:
    given = look.briefing
    text = given.text if given else briefing_text(look)  # a given one is added to
    return BriefForm(request.POST or None, initial={"text": text})


def _heard(request: HttpRequest, look: Look) -> HeardForm:
    return HeardForm(request.POST or None, initial={"opened_ms": clock.now_ms()})


def _sign_briefing(by: Any, permit: Any, data: dict[str, Any]) -> Any:
    opened = data["opened_ms"] or clock.now_ms()
    return actions.sign_briefing(by, permit, max(0, (clock.now_ms() - opened) // 1000))


def _boxes(request: HttpRequest, look: Look) -> BoxesForm:
    return BoxesForm(request.POST or None, boxes=late_boxes(look), company=look.permit.company)


def _fill(by: Any, permit: Any, data: dict[str, Any]) -> Any:
    boxes = late_boxes(Look(permit, by, clock.now()))
    return actions.fill(by, permit, values_of(boxes, data))


def _accept(request: HttpRequest, look: Look) -> AcceptForm:
    place = look.permit.area.kind if look.permit.area else ""
    items = look.form.items_for(look.form.acceptance, look.level, place)
    return AcceptForm(
        request.POST or None, items=[(one.key, one.text) for one in items],
        initial={"seen": seal_of(look.permit)},
    )  # fmt: skip


EVIDENCE = (
    Page(D.CONFIRM_MEASURE, _measure, _confirm, "permits/measure_form.html", _measure_shown, True),
    Page(D.BRIEF, _brief, lambda by, p, d: actions.brief(by, p, d["text"])),
    Page(D.SIGN_BRIEFING, _heard, _sign_briefing, "permits/briefing_form.html",
         lambda _r, look: {"text": look.briefing.text if look.briefing else ""}),
    Page(D.FILL, _boxes, _fill),
    Page(D.ACCEPT, _accept,
         lambda by, p, d: actions.accept(by, p, d["conditions"], d["opinion"], signed(by, d))),
)  # fmt: skip
