"""What waits for somebody: assess, assign, rectify, decide, accept."""

from datetime import datetime

from django.db.models import Q, QuerySet

from anhuan.domains.hazards.models import Hazard
from anhuan.domains.hazards.queries.case import cases_of
from anhuan.domains.hazards.queries.hazards import cards, settings_of, visible_hazards
from anhuan.domains.hazards.queries.may import Look
from anhuan.domains.hazards.rules.lifecycle import step_for
from anhuan.domains.hazards.rules.states import OPEN, Deed, State, Who
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import company_of

MOST = 200
# The deed that brings a hazard on from each state.
NEXT: dict[State, Deed] = {
    State.REPORTED: Deed.ASSESS, State.ASSESSED: Deed.ASSIGN, State.RECTIFYING: Deed.SUBMIT,
    State.SUBMITTED: Deed.ACCEPT,
}  # fmt: skip


def to_do(account: Account, now: datetime) -> list[tuple[Hazard, Deed]]:
    """Open hazards whose next deed is this account's, the soonest due first."""
    rows = list(cards(_near(account)).order_by("due_at", "reported_at")[:MOST])
    settings, cases = settings_of(company_of(account)), cases_of(rows)
    looks = [Look(one, account, now) for one in rows]
    for look in looks:
        look.settings, look.case = settings, cases[look.hazard.pk]
    found = ((look.hazard, next_deed(look)) for look in looks)
    return [(hazard, deed) for hazard, deed in found if deed is not None]


def _near(account: Account) -> QuerySet[Hazard]:
    """Who neither assesses nor accepts has to do with those given to him alone."""
    rows = visible_hazards(account).filter(state__in=OPEN)
    if account.may("hazards.assess") or account.may("hazards.accept"):
        return rows
    return rows.filter(Q(rectifier=account.person_id) if account.person_id else Q(pk=None))


def next_deed(look: Look) -> Deed | None:
    """What brings this hazard on, if it is the asker's to do."""
    deed = waited_for(look)
    row = step_for(look.case.state, deed) if deed else None
    if row is None:
        return None
    part = look.part(row)
    if deed is Deed.SUBMIT and part is not Who.RECTIFIER:
        return None  # the owner may, the rectifier has to
    if deed is Deed.ACCEPT and look.account and look.account.pk == look.case.submitter:
        return None
    return deed if part is not None else None


def waited_for(look: Look) -> Deed | None:
    """The deed that is next, whosever it is."""
    case = look.case
    if case.state is State.RECTIFYING:
        if case.has_open_extension:
            return Deed.GRANT_EXTENSION
        if case.level and case.plan == "waiting":
            return Deed.APPROVE_PLAN
        if case.level and case.plan != "approved":
            return Deed.PLAN
    return NEXT.get(case.state)
