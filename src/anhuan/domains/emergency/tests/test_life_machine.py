"""An evacuation as a state machine: whatever people and tags do, the roll adds up."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from anhuan.domains.emergency import actions
from anhuan.domains.emergency.models import Evacuation
from anhuan.domains.emergency.queries.roll import roll_now
from anhuan.domains.emergency.rules.person import Stage
from anhuan.domains.emergency.tests.make import (
    AT_MUSTER,
    IN_DANGER,
    ON_THE_WAY,
    make_evacuation,
    make_muster,
    make_wearer,
    put,
)
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_company
from anhuan.domains.plant.tests.factories import make_site
from anhuan.kernel import clock
from anhuan.kernel.errors import Refused

WHO = st.integers(0, 2)
WHERE = st.sampled_from([IN_DANGER, ON_THE_WAY, AT_MUSTER, AT_MUSTER])


class LifeOfAnEvacuation(RuleBasedStateMachine):
    """Three people walk about, are ticked and unticked, and somebody may stand it down."""

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        company = make_company()
        make_site(company)
        make_muster(company)
        self.by = make_account(company, Role.SHIFT_LEADER)
        self.people = [make_wearer(company, IN_DANGER if n else ON_THE_WAY) for n in range(3)]
        self.evacuation = make_evacuation(company, self.by)
        self.began = clock.now()
        self.seconds = 0
        self.ticked = set()

    def teardown(self):
        transaction.set_rollback(True)
        with suppress(Exception):
            self.savepoint.__exit__(None, None, None)

    def stored(self):
        return Evacuation.objects.get(pk=self.evacuation.pk)

    def attempt(self, act):
        """A deed is refused exactly when the evacuation is over, and then changes nothing."""
        before = self.stored()
        try:
            act()
        except Refused:
            assert self.stored().version == before.version
            return False
        assert before.is_open
        return True

    @rule(who=WHO, where=WHERE)
    def walks(self, who, where):
        self.seconds += 3
        now = self.began + timedelta(seconds=self.seconds)
        put(self.people[who], *where, at=now)
        actions.follow(self.evacuation.pk, now)

    @rule(who=WHO)
    def is_ticked(self, who):
        if self.attempt(lambda: actions.tick(self.by, self.evacuation, self.people[who])):
            self.ticked.add(self.people[who].pk)

    @rule(who=WHO)
    def is_unticked(self, who):
        person = self.people[who]
        if person.pk in self.ticked and self.attempt(
            lambda: actions.untick(self.by, self.evacuation, person, "看错")
        ):
            self.ticked.discard(person.pk)

    @rule()
    def told_again(self):
        self.attempt(lambda: actions.tell_again(self.by, self.evacuation))

    @rule(despite=st.booleans())
    def stood_down(self, despite):
        left = roll_now(self.stored()).left
        done = self.attempt(
            lambda: actions.stand_down(self.by, self.evacuation, "结束", despite=despite)
        )
        assert not (done and left and not despite)

    @invariant()
    def the_roll_adds_up(self):
        roll = roll_now(self.stored())
        assert roll.affected == roll.inside + roll.out + roll.safe

    @invariant()
    def the_state_says_what_the_roll_says(self):
        evacuation = self.stored()
        left = roll_now(evacuation).left
        if evacuation.is_open:
            assert (evacuation.state == "cleared") == (left == 0)
            assert (evacuation.cleared_at is not None) == (left == 0)

    @invariant()
    def whoever_was_ticked_is_safe(self):
        rows = self.evacuation.evacuees.filter(person__in=self.ticked)
        assert all(one.stage == Stage.SAFE and one.ticked_by_id for one in rows)

    @invariant()
    def times_are_in_order(self):
        for one in self.evacuation.evacuees.all():
            assert one.stage != Stage.SAFE or one.out_at is not None
            if one.out_at and one.safe_at:
                assert one.out_at <= one.safe_at


@pytest.mark.django_db
def test_the_life_of_an_evacuation():
    run_state_machine_as_test(
        LifeOfAnEvacuation,
        settings=settings(
            max_examples=8, stateful_step_count=12, deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
