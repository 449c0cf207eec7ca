"""The life of a permit as a state machine: whatever anybody tries in whatever order."""

from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from anhuan.domains.permits import actions, queries
from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.queries.conditions import gas_passed
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.may import reasons
from anhuan.domains.permits.rules.states import ISSUED_STATES, Deed, State
from anhuan.domains.permits.tests.make import (
    TEN,
    Plant,
    application,
    conditions_of,
    reserved,
    sample,
    settle_measures,
)
from anhuan.kernel.errors import Refused

VOL_PCT = st.sampled_from([0.1, 0.5, 0.51])


class LifeOfAPermit(RuleBasedStateMachine):
    """Nine people and a clock; each step somebody tries something. The plant is the test's."""

    plant: Plant

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.plant.hand.at = TEN
        self.pk = reserved(self.plant).pk
        self.started_on_good_air = True

    def teardown(self):
        transaction.set_rollback(True)
        with suppress(Exception):
            self.savepoint.__exit__(None, None, None)

    @property
    def permit(self):
        return Permit.objects.select_related("company", "area").get(pk=self.pk)

    def attempt(self, deed, by, act, given=None):
        """Refused exactly when `reasons` says so, with the same reasons, and then unchanged."""
        before = self.permit
        given = {"reason": "试", **(given or {})}
        expected = {one.code for one in reasons(
            Look(before, by, self.plant.hand.now(), given), deed)}  # fmt: skip
        try:
            act(before)
        except Refused as refused:
            assert self.permit.version == before.version
            if expected:
                assert {one.code for one in refused.blockers} == expected
            return
        assert not expected
        assert self.permit.version > before.version

    @rule(minutes=st.sampled_from([1, 10, 31]))
    def time_goes_by(self, minutes):
        self.plant.hand.go(minutes=minutes)
        self.plant.everybody_on_site()
        actions.tick_due(self.plant.hand.now())

    @rule()
    def reservation_approved(self):
        by = self.plant.head
        self.attempt(Deed.APPROVE_RESERVATION, by, lambda p: actions.approve_reservation(by, p))

    @rule()
    def applied(self):
        by = self.plant.applicant
        filled = application(self.plant)
        self.attempt(Deed.APPLY, by, lambda p: actions.apply(by, p, filled))

    @rule()
    def analysed(self):
        by = self.plant.applicant
        self.attempt(Deed.ANALYSE, by, lambda p: actions.analyse(by, p))

    @rule(vol_pct=VOL_PCT)
    def air_tested(self, vol_pct):
        by, taken = self.plant.analyst, sample(self.plant, vol_pct)
        self.attempt(Deed.TEST_GAS, by, lambda p: actions.record_gas_test(by, p, taken))

    @precondition(lambda self: self.permit.state == State.TESTED)
    @rule()
    def measures_confirmed(self):
        if not self.permit.measures.filter(confirmed_at__isnull=False).exists():
            settle_measures(self.plant, self.permit)

    @rule()
    def briefed(self):
        by = self.plant.applicant
        self.attempt(Deed.BRIEF, by, lambda p: actions.brief(by, p, ""))

    @precondition(lambda self: self.permit.state == State.MEASURES_CONFIRMED)
    @rule()
    def briefing_signed(self):
        by = self.plant.worker
        self.attempt(Deed.SIGN_BRIEFING, by, lambda p: actions.sign_briefing(by, p))

    @rule()
    def submitted(self):
        by = self.plant.applicant
        self.attempt(Deed.SUBMIT, by, lambda p: actions.submit(by, p))

    @rule(who=st.sampled_from(["guardian", "leader", "head", "worker", "safety"]))
    def approved(self, who):
        by = getattr(self.plant, who)
        self.attempt(Deed.APPROVE, by, lambda p: actions.approve(by, p))

    @rule()
    def rejected(self):
        by = self.plant.head
        self.attempt(Deed.REJECT, by, lambda p: actions.reject(by, p, "试"))

    @rule()
    def revised(self):
        by = self.plant.applicant
        self.attempt(Deed.REVISE, by, lambda p: actions.revise(by, p))

    @rule()
    def checked(self):
        by = self.plant.shift
        self.attempt(Deed.VERIFY, by, lambda p: actions.verify_issue(by, p))

    @rule()
    def started(self):
        by, before = self.plant.guardian, self.permit
        self.attempt(Deed.START, by, lambda p: actions.start(by, p))
        if before.state != State.WORKING and self.permit.state == State.WORKING:
            self.started_on_good_air = gas_passed(Look(before, by, self.plant.hand.now()))

    @rule()
    def suspended(self):
        by = self.plant.worker
        self.attempt(Deed.SUSPEND, by, lambda p: actions.suspend(by, p, "试"))

    @rule()
    def resumed(self):
        by = self.plant.guardian
        self.attempt(Deed.RESUME, by, lambda p: actions.resume(by, p))

    @rule()
    def finished(self):
        by = self.plant.guardian
        self.attempt(Deed.FINISH, by, lambda p: actions.finish(by, p))

    @precondition(lambda self: self.permit.state == State.FINISHED)
    @rule()
    def accepted(self):
        by, keys = self.plant.head, conditions_of(self.permit)
        given = {"conditions": keys}
        self.attempt(Deed.ACCEPT, by, lambda p: actions.accept(by, p, keys), given)

    @rule()
    def revoked(self):
        by = self.plant.guardian
        if self.permit.state == State.SUSPENDED:
            self.attempt(Deed.REVOKE, by, lambda p: actions.revoke(by, p, "试"))

    @invariant()
    def nobody_works_without_an_issued_permit_and_good_air(self):
        permit = self.permit
        if permit.state in ISSUED_STATES:
            rows = permit.approvals.filter(round=permit.round, turn=permit.turn, stage="approval")
            assert rows.exists() and not rows.exclude(is_approved=True).exists()
            assert permit.issued_at and permit.valid_until
            assert permit.gas_tests.filter(round=permit.round, is_good=True).exists()
        assert self.started_on_good_air

    @invariant()
    def its_moments_agree_with_its_state(self):
        permit = self.permit
        assert (permit.suspended_at is not None) == (permit.state == State.SUSPENDED)
        open_stops = permit.suspensions.filter(resumed_at__isnull=True).count()
        assert open_stops == (permit.state in (State.SUSPENDED, *ENDED_IN_A_STOP) and open_stops)
        if permit.state == State.WORKING:
            assert permit.started_at and not permit.finished_at
        if permit.state in (State.FINISHED, State.ACCEPTED, State.ARCHIVED):
            assert permit.finished_at or not permit.started_at

    @invariant()
    def it_is_what_was_signed(self):
        assert queries.verify(self.permit) == []


ENDED_IN_A_STOP = (State.EXPIRED, State.REVOKED)


@pytest.mark.django_db
@pytest.mark.clause("PTW-054", "GBW-016", "GBW-018", "AQP-010")
def test_the_life_of_a_permit(plant):
    run_state_machine_as_test(
        type("LifeInThisPlant", (LifeOfAPermit,), {"plant": plant}),
        settings=settings(
            max_examples=6, stateful_step_count=30, deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
