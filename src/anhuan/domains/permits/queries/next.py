"""What moves a permit on, whose turn it is, and whom it waits for."""

from collections.abc import Iterable

from anhuan.domains.permits.models import (
    PermitPerson,
)
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.rules.forms import Stage
from anhuan.domains.permits.rules.lifecycle import Step
from anhuan.domains.permits.rules.states import ISSUED_STATES, Deed, State, Who

_S, _D = State, Deed
# The deed that moves a permit on, by state; what depends on the form is decided in `next_deed`.
NEXT: dict[State, Deed] = {
    _S.RESERVED: _D.APPROVE_RESERVATION, _S.RESERVE_APPROVED: _D.APPLY, _S.DRAFTED: _D.ANALYSE,
    _S.TESTED: _D.CONFIRM_MEASURE, _S.BRIEFED: _D.SUBMIT, _S.APPROVING: _D.APPROVE,
    _S.VERIFIED: _D.START, _S.WORKING: _D.FINISH, _S.SUSPENDED: _D.RESUME,
    _S.FINISHED: _D.ACCEPT, _S.ACCEPTED: _D.ARCHIVE, _S.REVOKED: _D.ARCHIVE,
}  # fmt: skip
SIGNED_BY = frozenset({Who.LEVEL, Who.ACCEPTOR})


def next_deed(look: Look) -> Deed | None:
    """What moves this permit on; None once it is closed."""
    state = look.state
    if state is State.ANALYSED:
        return Deed.TEST_GAS if look.needs_gas else Deed.CONFIRM_MEASURE
    if state is State.MEASURES_CONFIRMED:
        return Deed.SIGN_BRIEFING if look.briefing else Deed.BRIEF
    if state is State.ISSUED:
        return Deed.VERIFY if look.owes(Stage.CHECK) else Deed.START
    if state is State.REJECTED:
        return Deed.REVISE if look.permit.sealed_round or look.permit.applied_at else Deed.REBOOK
    if state is State.EXPIRED:
        return Deed.FINISH if look.permit.started_at else Deed.ARCHIVE
    return NEXT.get(state)


def next_for(look: Look) -> Deed | None:
    """The asker's next deed: to sign what was added to the briefing, else what moves it on."""
    me = look.asker.person_id if look.asker else None
    may_owe = me and look.state in ISSUED_STATES and look.briefing
    if may_owe and any(one.person_id == me for one in look.unbriefed):
        return Deed.SIGN_BRIEFING
    return next_deed(look)


def waits_for(look: Look, row: Step | None) -> str:
    """Whom it waits for, by name where the permit names them."""
    if row is None:
        return ""
    if look.open_approvals and SIGNED_BY & set(row.who):
        return "、".join(one.label for one in look.open_approvals)
    if row.deed is Deed.SIGN_BRIEFING:
        return _names(look.unbriefed)
    named = [_named(look, who) for who in row.who if who is not Who.SYSTEM]
    return next((text for text in named if text), "")


def _named(look: Look, who: Who) -> str:
    if who is Who.APPLICANT:
        return f"{who.label} {look.permit.reserved_by.display_name}"
    if who.value in {one.part for one in look.people}:
        return f"{who.label} {_names(look.having(who.value))}"
    return "票上人员" if who is Who.CREW else who.label


def _names(rows: Iterable[PermitPerson]) -> str:
    return "、".join(dict.fromkeys(one.person.name for one in rows))
