"""Which deeds a phone may do to a permit; `web/wiring.py` hands them to the field slice."""

from collections.abc import Callable
from typing import Any

from anhuan.domains.field.queries import Kind
from anhuan.domains.permits.queries.who import RIGHT_OF
from anhuan.domains.permits.rules.states import Deed as D
from anhuan.web.fieldwork.permits import (
    changing,
    evidence,
    granting,
    guarding,
    reserving,
    stopping,
)

# Whoever a permit names does its deeds; which part that takes is the table's, not the right's.
_ANYBODY = "permits.join"
_EVIDENCE: dict[str, Callable[..., Any]] = {
    "permit.gas": evidence.gas, "permit.measure": evidence.measure,
    "permit.add_measure": evidence.add_measure, "permit.brief": evidence.brief,
    "permit.sign_briefing": evidence.sign_briefing, "permit.fill": evidence.fill,
    "permit.remark": guarding.remark, "permit.guard": guarding.guard,
    "permit.photo": guarding.photo, "permit.watch": guarding.watch, "permit.enter": guarding.enter,
    "permit.leave": guarding.leave, "permit.finish": guarding.finish,
    "permit.stop": stopping.stop, "permit.revoke": stopping.revoke,
}  # fmt: skip
_GRANTING: dict[D, Callable[..., Any]] = {
    D.APPROVE_RESERVATION: granting.approve_reservation, D.SUBMIT: granting.submit,
    D.APPROVE: granting.approve, D.REJECT: granting.reject, D.VERIFY: granting.verify,
    D.START: granting.start, D.RESUME: granting.resume, D.ACCEPT: granting.accept,
    D.HAND_OVER_GUARD: granting.offer_guard, D.HAND_OVER_SHIFT: granting.offer_shift,
    D.TAKE_OVER: granting.take_over, D.CHANGE_CREW: changing.change_crew,
    D.ASK_CANCEL: changing.ask_cancel, D.CANCEL: changing.cancel, D.EXTEND: changing.extend,
    D.REISSUE: changing.reissue,
}  # fmt: skip
PERMIT_OPERATIONS: dict[str, Kind] = (
    {name: Kind(_ANYBODY, act) for name, act in _EVIDENCE.items()}
    | {"permit.reserve": Kind("permits.apply", reserving.reserve)}
    | {
        f"permit.{deed}": Kind(RIGHT_OF[deed], act, at_once=True, refused=granting.heard_of(deed))
        for deed, act in _GRANTING.items()
    }
)
