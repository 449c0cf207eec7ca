"""Special hot work is watched at any time: by a detector, else by readings often enough."""

from datetime import timedelta

import pytest

from anhuan.domains.notify.models import Notice
from anhuan.domains.permits import actions
from anhuan.domains.permits.rules.settings import Settings, settings_blockers
from anhuan.domains.permits.tests.make import (
    TEN,
    application,
    at,
    drafted,
    sample,
    settle_measures,
)
from anhuan.domains.permits.tests.make_devices import make_instrument, says
from anhuan.domains.permits.tests.test_watching import codes, fresh, standing

pytestmark = pytest.mark.django_db
EVERY = timedelta(minutes=15)


SIGNERS = {
    "guardian": "guardian", "work_leader": "leader", "local_unit": "head", "safety": "safety",
    "leader": "boss", "shift_leader": "shift",
}  # fmt: skip


@pytest.fixture(scope="module")
def made_special(made_plant):
    """Special hot work, signed by all and checked, not begun."""
    plant = made_plant
    with at(TEN) as plant.hand:
        values = {"risk_result": ["火灾", "触电"], "plan": ["plan.pdf"]}
        permit = drafted(plant, application(plant, values=values), grade="special")
        permit = actions.analyse(plant.applicant, permit)
        permit = actions.record_gas_test(plant.analyst, permit, sample(plant))
        permit = actions.brief(plant.applicant, settle_measures(plant, permit), "")
        permit = actions.submit(plant.applicant, actions.sign_briefing(plant.worker, permit, 40))
        while permit.state == "approving":
            role = permit.approvals.filter(asked_at__isnull=False, decided_at=None).first().role
            permit = actions.approve(getattr(plant, SIGNERS[role]), permit)
        return permit if permit.state == "verified" else actions.verify_issue(plant.shift, permit)


@pytest.fixture
def special(plant, made_special):
    """The same, as this test alone changes it."""
    return fresh(made_special)


@pytest.mark.clause("PTW-037")
def test_special_hot_work_does_not_begin_before_a_detector_speaks(plant, special):
    make_instrument(plant, "P-1")
    assert codes(lambda: actions.start(plant.guardian, special)) == {"not_continuous"}
    actions.watch(plant.guardian, special, "P-1")
    says(plant, "P-1")
    begun = actions.start(plant.guardian, special)
    assert begun.state == "working"
    plant.hand.go(minutes=20)
    says(plant, "P-1")
    actions.tick_due(plant.hand.now())  # watched: nobody need read by hand
    assert fresh(begun).state == "working" and standing(begun) == set()


@pytest.mark.clause("PTW-037")
def test_without_a_detector_a_reading_is_asked_for_and_without_it_the_work_stands(plant, special):
    permit = actions.start(plant.guardian, special)
    actions.tick_due(plant.hand.go(minutes=10))
    assert fresh(permit).reminded.keys() >= {"hand_reading_soon"}
    actions.record_gas(plant.analyst, fresh(permit), sample(plant))
    actions.tick_due(plant.hand.go(seconds=EVERY.total_seconds()))
    assert fresh(permit).state == "working"  # to the second
    actions.tick_due(plant.hand.go(seconds=1))
    permit = fresh(permit)
    assert (permit.state, standing(permit)) == ("suspended", {"08"})
    assert "cause_stands" in codes(lambda: actions.resume(plant.guardian, permit))
    actions.record_gas_test(plant.analyst, permit, sample(plant))
    assert standing(permit) == set()
    assert actions.resume(plant.guardian, fresh(permit)).state == "working"


def test_the_analyst_is_told_before_a_reading_falls_due(plant, special):
    permit = actions.start(plant.guardian, special)
    actions.tell_due(permit.pk, "hand_reading_soon", "即将到人工检测时间")
    assert Notice.objects.filter(account=plant.analyst).exists()


@pytest.mark.parametrize(("minutes", "good"), [(1, True), (30, True), (31, False), (0, False)])
def test_a_reading_holds_for_half_an_hour_at_most(minutes, good):
    found = {one.code for one in settings_blockers(Settings(hand_reading_min=minutes))}
    assert ("hand_reading_min" in found) is not good
