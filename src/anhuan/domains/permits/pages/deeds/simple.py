"""Deeds that take a word, a reason or a signature."""

from typing import Any

from anhuan.domains.permits import actions
from anhuan.domains.permits.forms.signing import (
    CheckForm,
    EmptyForm,
    ExtendForm,
    OpinionForm,
    ReasonForm,
    RebookForm,
    ReissueForm,
    RemarkForm,
    SignForm,
    StopForm,
)
from anhuan.domains.permits.pages.deeds.common import Page, plain, sealed, sent, signed
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.rules.states import EXPOSED
from anhuan.domains.permits.rules.states import Deed as D

_REBOOKED = ("content", "place", "work_unit", "starts_at", "ends_at", "is_urgent", "urgent_reason")
_REISSUED = ("content", "place", "starts_at", "ends_at")


def _of_permit(form: Any, names: tuple[str, ...]) -> Any:
    """A form that begins with what the permit says."""

    def make(request: Any, look: Any) -> Any:
        return form(request.POST or None, initial={n: getattr(look.permit, n) for n in names})

    return make


def _reissue(by: Any, permit: Any, data: dict[str, Any]) -> Any:
    rest = {name: data[name] for name in _REISSUED}
    return actions.reissue(by, permit, data["reason"], **rest)


def _stop_form(request: Any, look: Any) -> StopForm:
    return StopForm(sent(request), digs=look.kind in (Kind.EXCAVATION, Kind.ROAD_BREAKING))


def _stop(by: Any, permit: Any, data: dict[str, Any]) -> Any:
    code = EXPOSED if data.get("is_exposed") else ""
    return actions.suspend(by, permit, data["reason"], code)


SIMPLE = (
    Page(D.APPROVE_RESERVATION, plain(OpinionForm),
         lambda by, p, d: actions.approve_reservation(by, p, d["opinion"])),
    Page(D.REJECT_RESERVATION, plain(ReasonForm),
         lambda by, p, d: actions.reject_reservation(by, p, d["reason"])),
    Page(D.REBOOK, _of_permit(RebookForm, _REBOOKED),
         lambda by, p, d: actions.rebook(by, p, {name: d[name] for name in _REBOOKED})),
    Page(D.REVISE, plain(EmptyForm), lambda by, p, d: actions.revise(by, p)),
    Page(D.SUBMIT, plain(EmptyForm), lambda by, p, d: actions.submit(by, p)),
    Page(D.APPROVE, sealed(SignForm),
         lambda by, p, d: actions.approve(by, p, d["opinion"], signed(by, d))),
    Page(D.REJECT, plain(ReasonForm), lambda by, p, d: actions.reject(by, p, d["reason"])),
    Page(D.VERIFY, sealed(SignForm),
         lambda by, p, d: actions.verify_issue(by, p, d["opinion"], signed(by, d))),
    Page(D.START, sealed(SignForm), lambda by, p, d: actions.start(by, p, signed(by, d))),
    Page(D.SUSPEND, _stop_form, _stop),
    Page(D.RESUME, sealed(SignForm),
         lambda by, p, d: actions.resume(by, p, signed(by, d), d["opinion"])),
    Page(D.FINISH, plain(OpinionForm), lambda by, p, d: actions.finish(by, p, d["opinion"])),
    Page(D.ARCHIVE, plain(EmptyForm), lambda by, p, d: actions.archive(by, p)),
    Page(D.ASK_CANCEL, plain(ReasonForm), lambda by, p, d: actions.ask_cancel(by, p, d["reason"])),
    Page(D.CANCEL, plain(OpinionForm), lambda by, p, d: actions.cancel(by, p, d["opinion"])),
    Page(D.VOID, plain(ReasonForm), lambda by, p, d: actions.void(by, p, d["reason"])),
    Page(D.REVOKE, plain(ReasonForm), lambda by, p, d: actions.revoke(by, p, d["reason"])),
    Page(D.REISSUE, _of_permit(ReissueForm, _REISSUED), _reissue),
    Page(D.EXTEND, plain(ExtendForm),
         lambda by, p, d: actions.extend(by, p, d["until"], d["reason"])),
    Page(D.CHECK_WEATHER, plain(CheckForm),
         lambda by, p, d: actions.check_weather(by, p, d["text"])),
    Page(D.REMARK, plain(RemarkForm),
         lambda by, p, d: actions.remark(by, p, d["text"], is_problem=d["is_problem"])),
)  # fmt: skip
