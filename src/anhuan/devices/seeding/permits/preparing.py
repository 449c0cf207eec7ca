"""The first half of a permit's story: from the approved reservation to the last signature."""

from datetime import datetime, timedelta
from typing import Any

from anhuan.devices.seeding.permits.answers import sample, settled
from anhuan.devices.seeding.permits.crews import crew_of
from anhuan.devices.seeding.permits.hand import Story
from anhuan.devices.seeding.permits.places import PLACES
from anhuan.devices.seeding.permits.teller import MINUTE, SECOND, Teller
from anhuan.domains.permits import actions
from anhuan.domains.permits.actions import Application, Risk
from anhuan.domains.permits.queries import suggestions
from anhuan.domains.permits.rules.forms import Stage
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.rules.states import State

RISKS = 4
# Minutes from the planned start.
APPLY, ANALYSE, TEST, MEASURES, BRIEF, SUBMIT, SIGN, VERIFY = -75, -68, -20, -19, -11, -6, -5, 0.5
A_MEASURE, A_SIGNATURE = 15 * SECOND, 40 * SECOND
_MEASURES_LEFT = 5  # where a permit is to wait for them


def reserved(told: Teller) -> Story:
    """The reservation is approved."""
    if told.goes_on(State.RESERVED):
        actions.approve_reservation(told.head, told.permit, "同意")
        yield told.at(APPLY)


def applied(told: Teller) -> Story:
    """Boxes, people and risks are filled in and handed in."""
    if not told.goes_on(State.RESERVE_APPROVED):
        return
    risks = suggestions(told.permit)[:RISKS]
    rows = [Risk(one.step, one.hazard, one.consequence, one.measure) for one in risks]
    people = crew_of(told.work, told.cast, told.now)
    values = {**told.work.applied, **_of_people(told, people)}
    actions.apply(
        told.applicant, told.permit, Application(values=values, people=people, risks=rows)
    )
    if told.goes_on(State.DRAFTED):
        yield told.at(ANALYSE)
        actions.analyse(told.applicant, told.permit)


def _of_people(told: Teller, people: Any) -> dict[str, Any]:
    """Boxes that take somebody of the crew, a moment or a drawing."""
    named = {one.part: str(one.person.pk) for one in people}
    leader, sketch = named["work_leader"], PLACES[told.work.place].geometry
    extra: dict[Kind, dict[str, Any]] = {
        Kind.BLIND_PLATE: {
            "drawing": sketch, "drawing_author": leader, "drawing_on": told.booked.isoformat(),
        },
        Kind.TEMP_POWER: {"power_user": leader},
        Kind.ROAD_BREAKING: {
            "sketch": sketch, "sketch_author": leader, "underground": sketch,
            "plan": [told.cast.plan],
        },
        Kind.EXCAVATION: {"sketch": sketch, "sketch_author": leader, "underground": sketch},
        Kind.HOT_WORK: {"plan": [told.cast.plan]} if told.permit.grade == "special" else {},
        Kind.LOADING_LPG: {"tank_cert_until": (told.zero + timedelta(days=200)).isoformat()},
    }  # fmt: skip
    return extra.get(told.work.kind, {})


def sampled(told: Teller) -> Story:
    """The analyst tests the air."""
    if told.work.air and told.goes_on(State.ANALYSED):
        yield told.at(TEST)
        taken = sample(told.work, told.at(TEST) - MINUTE, 0)
        actions.record_gas_test(told.cast.sown.accounts["analyst"], told.permit, taken)


def measured(told: Teller) -> Story:
    """Guardian and leader settle the measures; some are left where the story stops there."""
    if not told.goes_on(State.ANALYSED):
        return
    look = told.look()
    rows = look.measures if told.goes_on(State.TESTED) else look.measures[:-_MEASURES_LEFT]
    for count, row in enumerate(rows):
        yield told.at(MEASURES) + count * A_MEASURE
        by = told.by("work_leader" if count % 3 == 2 else "guardian")
        actions.confirm_measure(by, told.permit, settled(row, look.form), told.point)


def briefed(told: Teller) -> Story:
    """The applicant briefs, each of the crew signs."""
    if not told.goes_on(State.MEASURES_CONFIRMED):
        return
    yield told.at(BRIEF)
    actions.brief(told.applicant, told.permit, "")
    look = told.look()
    for count, row in enumerate(look.crew):
        yield told.at(BRIEF) + MINUTE + count * A_SIGNATURE
        actions.sign_briefing(told.cast.on_permit(told.permit, row.part), told.permit, 45)


def signed(told: Teller) -> Story:
    """One signature has been given where the permit is to wait for the others."""
    if not told.goes_on(State.BRIEFED):
        return
    yield told.at(SUBMIT)
    actions.submit(told.applicant, told.permit)
    most = 99 if told.goes_on(State.APPROVING) else 1
    yield from _signatures(told, told.at(SIGN), most)
    if told.goes_on(State.ISSUED) and told.look().owes(Stage.CHECK):
        yield told.at(VERIFY)
        shift = told.cast.sown.accounts["leader"]
        actions.verify_issue(shift, told.permit, "现场已核对", told.point)


def _signatures(told: Teller, begin: datetime, most: int) -> Story:
    for count in range(most):
        look = told.look()
        if look.state is not State.APPROVING:
            return
        yield begin + count * A_SIGNATURE
        by = told.cast.signer(look.permit, look.open_approvals[0].role)
        actions.approve(by, look.permit, "同意", told.point)
