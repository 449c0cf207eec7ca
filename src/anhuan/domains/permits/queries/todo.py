"""What waits for somebody: the worklist of the desk and the phone (AQ 3064.2-2025 5.12.3)."""

from datetime import datetime

from anhuan.domains.org.models import Account
from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.permits import visible_permits
from anhuan.domains.permits.queries.who import part_of
from anhuan.domains.permits.rules.forms import Stage
from anhuan.domains.permits.rules.lifecycle import step_for
from anhuan.domains.permits.rules.states import CLOSED, Deed, State

# The deed that brings a permit on from each state; what else may be done is not waited for.
NEXT: dict[State, Deed] = {
    State.RESERVED: Deed.APPROVE_RESERVATION,
    State.RESERVE_APPROVED: Deed.APPLY,
    State.DRAFTED: Deed.ANALYSE,
    State.TESTED: Deed.CONFIRM_MEASURE,
    State.BRIEFED: Deed.SUBMIT,
    State.APPROVING: Deed.APPROVE,
    State.REJECTED: Deed.REVISE,
    State.VERIFIED: Deed.START,
    State.SUSPENDED: Deed.RESUME,
    State.WORKING: Deed.FINISH,
    State.FINISHED: Deed.ACCEPT,
    State.ACCEPTED: Deed.ARCHIVE,
    State.EXPIRED: Deed.FINISH,
}


def to_do(account: Account, now: datetime) -> list[tuple[Permit, Deed]]:
    """Open permits whose next deed is this account's, the soonest first."""
    rows = visible_permits(account).exclude(state__in=CLOSED).order_by("starts_at")
    found = ((one, next_deed(Look(one, account, now))) for one in rows[:500])
    return [(permit, deed) for permit, deed in found if deed is not None]


def next_deed(look: Look) -> Deed | None:
    """What brings this permit on, if it is the asker's to do."""
    deed = _waited_for(look)
    row = step_for(look.state, deed) if deed else None
    return deed if row is not None and part_of(look, row) is not None else None


def _waited_for(look: Look) -> Deed | None:
    if look.state is State.ANALYSED:
        return Deed.TEST_GAS if look.needs_gas else Deed.CONFIRM_MEASURE
    if look.state is State.MEASURES_CONFIRMED:
        heard = look.asker is None or look.asker.person_id not in {
            one.person_id for one in look.unbriefed
        }
        return Deed.BRIEF if look.briefing is None else None if heard else Deed.SIGN_BRIEFING
    if look.state is State.ISSUED:
        check = step_for(look.state, Deed.VERIFY)
        return Deed.VERIFY if check and look.owes(Stage.CHECK) else Deed.START
    return NEXT.get(look.state)


def decided_by(account: Account) -> int:
    """How many approvals this account has given (the second list of 5.12.3)."""
    return Permit.objects.filter(approvals__decided_by=account).distinct().count()
