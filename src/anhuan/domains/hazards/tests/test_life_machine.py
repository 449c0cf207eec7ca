"""The life of a hazard as a state machine: whatever anybody tries in whatever order."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from anhuan.domains.hazards import actions, queries
from anhuan.domains.hazards.models import Hazard
from anhuan.domains.hazards.rules.codes import Level
from anhuan.domains.hazards.rules.states import IN_TREATMENT, Deed, State
from anhuan.domains.hazards.tests.make import DONE, PLAN, given_to, judged, make_plant, shot, told
from anhuan.kernel import clock
from anhuan.kernel.errors import Refused

WHO = st.sampled_from(["worker", "other", "head", "safety", "boss", "keeper"])


class LifeOfAHazard(RuleBasedStateMachine):
    """Six people; each step somebody tries something."""

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.plant = make_plant()
        self.pk = told(self.plant).pk

    def teardown(self):
        assert queries.verify_hazard(self.hazard) == []
        transaction.set_rollback(True)
        with suppress(Exception):
            self.savepoint.__exit__(None, None, None)

    @property
    def hazard(self):
        return Hazard.objects.select_related("company").get(pk=self.pk)

    def attempt(self, act):
        """Done with one more signed line at least, or refused and then unchanged."""
        before, lines = self.hazard, self.hazard.steps.count()
        try:
            act(before)
        except Refused:
            assert self.hazard.version == before.version
            assert self.hazard.steps.count() == lines
            return
        assert self.hazard.steps.count() > lines and self.hazard.version > before.version

    def by(self, who):
        return getattr(self.plant, who)

    @rule(level=st.sampled_from(list(Level)), at_once=st.booleans())
    def judged(self, level, at_once):
        given = {"level": level, "criterion": 5 if level else None}
        given |= {} if at_once else {"assignment": None}
        self.attempt(lambda h: judged(self.plant, h, **given))

    @rule(who=WHO)
    def given_out(self, who):
        self.attempt(lambda h: actions.assign(self.by(who), h, given_to(self.plant)))

    @rule(who=WHO)
    def planned(self, who):
        self.attempt(lambda h: actions.write_plan(self.by(who), h, PLAN))

    @rule(who=WHO)
    def plan_approved(self, who):
        self.attempt(lambda h: actions.approve_plan(self.by(who), h))

    @rule(who=WHO, days=st.sampled_from([1, 9]))
    def more_time_asked(self, who, days):
        later = clock.now() + timedelta(days=3 + days)
        self.attempt(lambda h: actions.ask_extension(self.by(who), h, later, "等备件"))

    @rule(who=WHO)
    def more_time_given(self, who):
        self.attempt(lambda h: actions.grant_extension(self.by(who), h))

    @rule(who=WHO)
    def handed_in(self, who):
        self.attempt(lambda h: actions.submit(self.by(who), h, DONE, [shot()]))

    @rule(who=WHO)
    def found_good(self, who):
        self.attempt(lambda h: actions.accept(self.by(who), h, "好"))

    @rule(who=WHO)
    def sent_back(self, who):
        self.attempt(lambda h: actions.send_to_rework(self.by(who), h, "不好"))

    @rule(who=WHO)
    def ended(self, who):
        self.attempt(lambda h: actions.dismiss(self.by(who), h, "不是"))

    @rule(who=WHO)
    def opened_again(self, who):
        self.attempt(lambda h: actions.reopen(self.by(who), h, "又漏"))

    @rule(who=WHO)
    def marked(self, who):
        self.attempt(lambda h: actions.delete(self.by(who), h, "误登"))

    @rule(who=WHO)
    def brought_back(self, who):
        self.attempt(lambda h: actions.restore(self.by(who), h))

    @invariant()
    def an_accepted_one_was_handed_in_and_found_good_by_somebody_else(self):
        hazard = self.hazard
        if hazard.state == State.ACCEPTED:
            good = hazard.steps.filter(deed=Deed.ACCEPT, round=hazard.round)
            assert good.count() == (2 if hazard.is_major else 1)
            assert hazard.accepted_at and hazard.submitted_at
            assert not good.filter(account=hazard.submitter).exists()
            if hazard.is_major:
                assert hazard.plans.filter(state="approved").exists()

    @invariant()
    def time_is_watched_while_and_only_while_something_runs(self):
        hazard = self.hazard
        runs = hazard.deleted_at is None and hazard.state in (State.REPORTED, *IN_TREATMENT)
        assert bool(hazard.look_at) == runs


@pytest.mark.django_db
def test_the_life_of_a_hazard():
    run_state_machine_as_test(
        LifeOfAHazard,
        settings=settings(
            max_examples=8, stateful_step_count=14, deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
