"""The second half of a permit's story: the work, its end, acceptance, archive."""

from datetime import datetime, timedelta

from anhuan.devices.seeding.permits.answers import sample
from anhuan.devices.seeding.permits.hand import Story
from anhuan.devices.seeding.permits.teller import MINUTE, Teller
from anhuan.domains.org.models import Account
from anhuan.domains.permits import actions
from anhuan.domains.permits.actions import Going
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.rules.states import State

START = 2  # minutes after the planned start
RECORD_EVERY, IN_AFTER = 19 * MINUTE, 4 * MINUTE


def worked(told: Teller) -> Story:
    """Start, records, and the end or the stop."""
    if not told.goes_on(State.VERIFIED):
        return
    yield told.at(START)
    guard = told.by("guardian")
    actions.start(guard, told.permit, told.point)
    until = _ends(told)
    yield from _recorded(told, guard, until)
    yield until
    if told.work.until is State.SUSPENDED:
        actions.suspend(guard, told.permit, told.work.why)
    elif told.goes_on(State.SUSPENDED):
        _leave(told, guard)
        actions.finish(guard, told.permit)


def _ends(told: Teller) -> datetime:
    """When the work rests or is done; a running one goes on."""
    recently = {State.WORKING: 0.5, State.SUSPENDED: 12, State.FINISHED: 25}
    if told.work.until in recently:
        return told.now - timedelta(minutes=recently[told.work.until])
    return told.zero + timedelta(hours=0.75 * told.work.hours)


def _recorded(told: Teller, guard: Account, until: datetime) -> Story:
    """Somebody goes in, and the guardian writes down what the detector shows."""
    if told.work.kind is Kind.CONFINED_SPACE:
        yield told.at(START) + IN_AFTER
        worker = told.permit.people.filter(part="worker")[0].person
        actions.enter(guard, told.permit, Going(worker))
        actions.enter(guard, told.permit, Going(tool="铁锹、吸污泵", count=3))
    moment, count = told.at(START) + RECORD_EVERY, 1
    while told.work.air and moment < until:
        yield moment
        actions.record_gas(guard, told.permit, sample(told.work, moment, count, "portable"))
        moment, count = moment + RECORD_EVERY, count + 1


def _leave(told: Teller, guard: Account) -> None:
    for row in told.permit.entries.filter(left_at__isnull=True):
        actions.leave(guard, told.permit, row)


def accepted(told: Teller) -> Story:
    """Acceptance by whom the form names, and the archive a day later."""
    if not told.goes_on(State.FINISHED):
        return
    done = _ends(told)
    yield done + 20 * MINUTE
    look = told.look()
    keys = [one.key for one in look.form.items_for(look.form.acceptance, look.level)]
    for row in look.acceptances:
        actions.accept(told.cast.signer(told.permit, row.role), told.permit, keys, "符合要求")
    if told.goes_on(State.ACCEPTED):
        yield done + timedelta(hours=20)
        actions.archive(told.head, told.permit)
