"""Codes of electronic locks: only while the conditions hold, never longer, never by guessing."""

from contextlib import suppress
from typing import Any

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

from anhuan.domains.alarms.models import Alarm
from anhuan.domains.audit.models import AuditRow
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.permits import actions
from anhuan.domains.permits.models import LockGrant, Permit
from anhuan.domains.permits.tests.make import (
    AWAY,
    TEN,
    analysed,
    conditions_of,
    sample,
)
from anhuan.domains.permits.tests.make_devices import lock_says, make_instrument
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def lock(plant):
    return make_instrument(plant, "L-1", "lock")


def codes(act):
    try:
        act()
    except Refused as refused:
        return {one.code for one in refused.blockers}
    return set()


def told(plant):
    rows = OutboxEvent.objects.filter(type="permits.told").order_by("pk")
    return [one.data["words"]["cmd"] for one in rows]


@pytest.mark.clause("PTW-160", "PTW-161")
def test_a_code_is_given_on_site_after_issue_and_opens_the_lock(plant, lock, hot):
    permit = actions.start(plant.guardian, hot)
    made = actions.give_code(plant.guardian, permit, lock)
    assert len(made.code) == 8
    assert made.code not in str(list(AuditRow.objects.values_list("after", "note")))
    assert lock_says(plant, "L-1", code=made.code)
    lock_says(plant, "L-1", state="open")
    assert told(plant) == ["unlock"]
    assert not Alarm.objects.filter(source="locks").exists()
    grant = LockGrant.objects.get()
    assert (grant.uses, grant.used_at) == (1, plant.hand.now())


@pytest.mark.clause("PTW-161")
def test_what_is_not_met_is_told_all_at_once(plant, lock, hot):
    permit = analysed(plant)
    assert codes(lambda: actions.give_code(plant.guardian, permit, lock)) == {"out_of_order"}
    permit = hot
    plant.hand.go(minutes=31)
    plant.put(plant.guardian, AWAY)
    found = codes(lambda: actions.give_code(plant.guardian, permit, lock))
    assert {"gas_stale", "not_on_site"} <= found
    assert "not_yours" in codes(lambda: actions.give_code(plant.worker, permit, lock))
    assert "lock_unknown" in codes(lambda: actions.give_code(plant.guardian, permit, None))
    assert not LockGrant.objects.exists()


@pytest.mark.clause("PTW-161")
@pytest.mark.parametrize(
    "ends",
    [
        lambda plant, permit: actions.suspend(plant.worker, permit, "闻到气味"),
        lambda plant, permit: actions.finish(plant.guardian, permit),
        lambda plant, permit: actions.revoke(plant.guardian, permit, "违章"),
        lambda plant, permit: actions.tick_due(plant.hand.go(hours=5)),
    ],
)
def test_a_code_dies_with_the_state_that_allowed_it(plant, lock, hot, ends):
    permit = actions.start(plant.guardian, hot)
    made = actions.give_code(plant.guardian, permit, lock)
    ends(plant, permit)
    assert not lock_says(plant, "L-1", code=made.code)
    grant = LockGrant.objects.get()
    assert grant.uses == 0 and (grant.ended_at or grant.until_at < plant.hand.now())


@pytest.mark.clause("PTW-161")
def test_a_code_holds_thirty_minutes_and_not_a_second_more(plant, lock, hot):
    permit = actions.start(plant.guardian, hot)
    made = actions.give_code(plant.guardian, permit, lock)
    plant.hand.go(minutes=30)
    plant.everybody_on_site()
    assert lock_says(plant, "L-1", code=made.code)
    plant.hand.go(seconds=1)
    assert not lock_says(plant, "L-1", code=made.code)


@pytest.mark.clause("PTW-161")
def test_a_condition_that_fell_away_keeps_the_lock_shut(plant, lock, hot):
    permit = actions.start(plant.guardian, hot)
    made = actions.give_code(plant.guardian, permit, lock)
    actions.record_gas(plant.guardian, permit, sample(plant, 0.6))
    assert not lock_says(plant, "L-1", code=made.code)
    assert told(plant)[-1] == "refuse"


def test_a_new_code_ends_the_old_one_and_a_code_can_be_taken_back(plant, lock, hot):
    permit = actions.start(plant.guardian, hot)
    first = actions.give_code(plant.guardian, permit, lock)
    second = actions.give_code(plant.guardian, permit, lock)
    assert not lock_says(plant, "L-1", code=first.code)
    actions.end_code(plant.guardian, second.grant, "人员撤离")
    assert not lock_says(plant, "L-1", code=second.code)


@pytest.mark.clause("PTW-160")
def test_five_wrong_codes_block_the_lock_and_are_an_alarm(plant, lock, hot):
    permit = actions.start(plant.guardian, hot)
    made = actions.give_code(plant.guardian, permit, lock)
    for _ in range(4):
        lock_says(plant, "L-1", code="00000000" if made.code != "00000000" else "1")
    assert not Alarm.objects.filter(kind__code="lock_misuse").exists()
    lock_says(plant, "L-1", code="none")
    assert Alarm.objects.filter(kind__code="lock_misuse").exists()
    assert not lock_says(plant, "L-1", code=made.code)
    plant.hand.go(minutes=10)
    plant.everybody_on_site()
    assert lock_says(plant, "L-1", code=made.code)
    assert Alarm.objects.get(kind__code="lock_misuse").returned_at


@pytest.mark.clause("PTW-160")
def test_a_lock_opened_without_a_code_is_an_alarm_until_it_is_shut(plant, lock):
    lock_says(plant, "L-1", state="locked")
    lock_says(plant, "L-1", state="open")
    alarm = Alarm.objects.get(kind__code="lock_forced")
    assert alarm.returned_at is None
    lock_says(plant, "L-1", state="locked")
    alarm.refresh_from_db()
    assert alarm.returned_at is not None


@pytest.mark.clause("PTW-160")
def test_work_is_not_accepted_while_its_lock_stands_open(plant, lock, hot):
    permit = actions.start(plant.guardian, hot)
    made = actions.give_code(plant.guardian, permit, lock)
    lock_says(plant, "L-1", code=made.code)
    lock_says(plant, "L-1", state="open")
    permit = actions.finish(plant.guardian, permit)
    keys = conditions_of(permit)
    assert codes(lambda: actions.accept(plant.head, permit, keys)) == {"lock_open"}
    lock_says(plant, "L-1", state="locked")
    assert actions.accept(plant.head, permit, keys).state == "accepted"


class Locks(RuleBasedStateMachine):
    """A code is asked for, typed, time passes, work stops: in any order."""

    plant: Any
    lock: Any
    hot: Permit

    def __init__(self):
        super().__init__()
        self.before, self.plant.hand.at = transaction.savepoint(), TEN
        self.permit, self.codes = actions.start(self.plant.guardian, self.hot), []

    def teardown(self):
        transaction.savepoint_rollback(self.before)

    @property
    def at_work(self):
        return Permit.objects.get(pk=self.permit.pk).state == "working"

    @rule()
    def give(self):
        made = None
        with suppress(Refused):
            made = actions.give_code(self.plant.guardian, self.permit, self.lock)
            self.codes.append(made)
        assert (made is not None) == self.at_work

    @rule(minutes=st.sampled_from([1, 29, 31]))
    def wait(self, minutes):
        self.plant.hand.go(minutes=minutes)
        self.plant.everybody_on_site()

    @precondition(lambda self: self.at_work)
    @rule()
    def stop(self):
        actions.suspend(self.plant.worker, self.permit, "停")

    @precondition(lambda self: self.codes)
    @rule(k=st.integers(0, 5))
    def type_code(self, k):
        made = self.codes[k % len(self.codes)]
        grant = LockGrant.objects.get(pk=made.grant.pk)
        in_force = grant.ended_at is None and grant.until_at >= self.plant.hand.now()
        opened = lock_says(self.plant, "L-1", code=made.code)
        assert not opened or (in_force and self.at_work)

    @invariant()
    def never_a_code_without_work(self):
        held = LockGrant.objects.filter(permit=self.permit, ended_at=None).count()
        assert held <= (1 if self.at_work else 0)


@pytest.mark.clause("PTW-161")
def test_a_lock_never_opens_but_for_a_code_in_force(plant, lock, hot):
    machine = type("Machine", (Locks,), {"plant": plant, "lock": lock, "hot": hot})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=3, stateful_step_count=8, deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
