"""The life cycle as a state machine: the database always stands where the table says."""

from contextlib import suppress
from datetime import timedelta

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

from anhuan.domains.alarms import actions
from anhuan.domains.alarms.models import Alarm, AlarmStep
from anhuan.domains.alarms.queries import card_of, life_of
from anhuan.domains.alarms.rules import TRANSITIONS, State, Verb, state_of
from anhuan.domains.alarms.tests.make import T0, make_account, make_alarm, make_company
from anhuan.kernel import clock
from anhuan.kernel.errors import Refused


class LifeOfAnAlarm(RuleBasedStateMachine):
    """Anything may be tried at any time; what is refused must change nothing."""

    kind = "over_count"

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.company = make_company("machine")
        self.by = make_account(self.company)
        self.minute = 0
        self.alarm = make_alarm(self.company, kind=self.kind)
        self.expected = State.UNACKNOWLEDGED_ACTIVE

    def teardown(self):
        transaction.set_rollback(True)
        with suppress(Exception):
            self.savepoint.__exit__(None, None, None)

    def now(self):
        self.minute += 1
        return T0 + timedelta(minutes=self.minute)

    def stored(self):
        return Alarm.objects.select_related("kind").get(pk=self.alarm.pk)

    def attempt(self, verb, act):
        """Do it: it succeeds exactly when the table has it, and leads where the table says."""
        before, steps = self.expected, AlarmStep.objects.count()
        try:
            act()
        except Refused:
            assert AlarmStep.objects.count() == steps
            assert (before, verb) not in TRANSITIONS or self.refusable(verb)
        else:
            assert (before, verb) in TRANSITIONS
            self.expected = TRANSITIONS[before, verb] or state_of(life_of(self.stored()))

    def refusable(self, verb):
        """Guards beyond the table: clearing kinds and priority one are never shelved."""
        return verb is Verb.SHELVE and self.stored().kind.needs_clearing

    @rule()
    def acknowledge(self):
        self.attempt(Verb.ACKNOWLEDGE, lambda: actions.acknowledge(self.alarm.pk, self.by))

    @rule()
    def clear(self):
        self.attempt(Verb.CLEAR, lambda: actions.clear(self.alarm.pk, self.by, "现场确认"))

    @rule(cause=st.sampled_from(["real", "false", "test", "maintenance"]))
    def handle(self, cause):
        self.attempt(Verb.HANDLE, lambda: actions.handle(self.alarm.pk, self.by, cause, "已处理"))

    @rule()
    def close(self):
        self.attempt(Verb.CLOSE, lambda: actions.close(self.alarm.pk, self.by))

    @rule()
    def shelve(self):
        until = clock.now() + timedelta(hours=1)
        self.attempt(Verb.SHELVE, lambda: actions.shelve(self.alarm.pk, self.by, until, "检修"))

    @rule()
    def unshelve(self):
        self.attempt(Verb.UNSHELVE, lambda: actions.unshelve(self.alarm.pk, self.by))

    @rule()
    def returns(self):
        actions.return_alarm(self.company, self.alarm.condition, self.now())
        self.expected = state_of(life_of(self.stored()))

    @rule()
    def handling_without_a_result_is_always_refused(self):
        with pytest.raises(Refused):
            actions.handle(self.alarm.pk, self.by, "real", " ")

    @precondition(lambda self: self.stored().returned_at is None)
    @rule()
    def raised_again(self):
        make_alarm(self.company, kind=self.kind, raised_at=self.now())

    @invariant()
    def the_database_stands_where_the_table_says(self):
        assert state_of(life_of(self.stored())) is self.expected

    @invariant()
    def what_is_closed_has_a_result_and_is_over(self):
        alarm = self.stored()
        if alarm.closed_at:
            card = card_of(alarm)
            assert alarm.result
            assert card["handled"]
            assert not card["active"]

    @invariant()
    def nobody_is_called_about_what_is_seen_or_put_aside(self):
        alarm = self.stored()
        if alarm.acknowledged_at or alarm.shelved_until or alarm.closed_at:
            assert alarm.next_escalation_at is None

    @invariant()
    def one_condition_stands_once(self):
        active = Alarm.objects.filter(returned_at__isnull=True, closed_at__isnull=True)
        assert active.filter(condition=self.alarm.condition).count() <= 1


class LifeOfARedCrowd(LifeOfAnAlarm):
    """The same, for a kind that a person must clear."""

    kind = "crowd_red"

    @invariant()
    def it_never_clears_itself(self):
        alarm = self.stored()
        assert card_of(alarm)["active"] or alarm.cleared_at


SETTINGS = settings(
    max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)


@pytest.mark.django_db
@pytest.mark.parametrize("machine", [LifeOfAnAlarm, LifeOfARedCrowd])
def test_the_life_of_an_alarm(machine):
    run_state_machine_as_test(machine, settings=SETTINGS)
