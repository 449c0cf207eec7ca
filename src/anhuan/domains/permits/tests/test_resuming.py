"""Going on after an interruption: at height after a new look; after a find, by who approves."""

import pytest

from anhuan.domains.org.tests.factories import sign_in
from anhuan.domains.permits import actions, queries
from anhuan.domains.permits.models import Permit, Suspension
from anhuan.domains.permits.rules.states import EXPOSED, Deed
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db


def codes(act):
    try:
        act()
    except Refused as refused:
        return {one.code for one in refused.blockers}
    return set()


def turned(permit, **changes):
    """The same permit as another kind of work."""
    Permit.objects.filter(pk=permit.pk).update(**changes)
    return Permit.objects.get(pk=permit.pk)


@pytest.mark.clause("GBW-151")
def test_work_at_height_goes_on_after_place_and_measures_were_looked_at_again(plant, hot):
    permit = actions.suspend(plant.worker, actions.start(plant.guardian, hot), "午休")
    permit = turned(permit, kind="work_at_height", grade="II")
    found = "脚手架、安全带完好，风力三级"
    assert "reconfirm_missing" in codes(lambda: actions.resume(plant.guardian, permit))
    assert "reconfirm_missing" in codes(
        lambda: actions.resume(plant.guardian, permit, findings="  ")
    )
    assert "reconfirm_missing" not in codes(
        lambda: actions.resume(plant.guardian, permit, findings=found)
    )
    turned(permit, kind="hot_work", grade="second")
    assert actions.resume(plant.guardian, permit, findings=found).state == "working"
    assert permit.signatures.get(deed=Deed.RESUME).note == found


@pytest.mark.clause("GBW-180")
def test_what_was_dug_up_stops_the_work_until_who_approves_lets_it_go_on(plant, hot):
    permit = actions.start(plant.guardian, hot)
    sent = {"reason": "挖出电缆", "is_exposed": True}
    answer = sign_in(plant.worker).post(
        f"/api/v1/permits/{permit.pk}/suspend", sent, content_type="application/json"
    )
    assert answer.json()["state"] == "suspended"
    permit = Permit.objects.get(pk=permit.pk)
    assert Suspension.objects.get(permit=permit).code == EXPOSED
    assert codes(lambda: actions.resume(plant.guardian, permit)) == {"not_released"}
    assert Deed.RESUME in queries.deeds_of(permit, plant.head, plant.hand.now())
    assert actions.resume(plant.head, permit, findings="已断电、支护").state == "working"


@pytest.mark.clause("GBW-180")
def test_whoever_digs_is_asked_whether_something_came_to_light(plant, hot):
    permit = turned(actions.start(plant.guardian, hot), kind="excavation", grade="")
    url, sent = f"/permits/{permit.pk}/suspend/", {"reason": "挖出管线", "is_exposed": "on"}
    page = sign_in(plant.worker)
    assert "挖出电缆、管线或不明物品" in page.get(url).content.decode()
    assert page.post(url, sent).status_code == 302
    assert Suspension.objects.get(permit=permit).code == EXPOSED


def test_any_other_stop_is_ended_by_those_on_the_spot(plant, hot):
    permit = actions.suspend(plant.worker, actions.start(plant.guardian, hot), "下雨")
    assert Deed.RESUME not in queries.deeds_of(permit, plant.head, plant.hand.now())
    assert codes(lambda: actions.resume(plant.head, permit)) == {"not_yours"}
    assert (
        "挖出" not in sign_in(plant.worker).get(f"/permits/{permit.pk}/suspend/").content.decode()
    )
    assert actions.resume(plant.guardian, permit).state == "working"
