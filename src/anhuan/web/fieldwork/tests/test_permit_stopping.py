"""Stopping by phone: anybody on the permit, also late, also when it stands already."""

import pytest

from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.tests.make import make_plant, working
from anhuan.web.fieldwork.tests.make import Phone, codes, deed

pytestmark = pytest.mark.django_db


def fresh(permit) -> Permit:
    return Permit.objects.get(pk=permit.pk)


@pytest.mark.clause("AQP-041", "GBW-023", "GBW-033")
@pytest.mark.parametrize("who", ["worker", "guardian", "leader", "applicant", "shift"])
def test_whoever_is_there_stops_the_work(plant, phone, who):
    permit = working(plant)
    answer = phone(who).do("permit.stop", permit=str(permit.pk))
    assert answer["result"]["state"] == "suspended", answer
    assert permit.suspensions.get().why == "现场按下停止作业"


def test_a_stop_that_comes_late_says_how_late(plant, phone):
    permit = working(plant)
    plant.hand.go(minutes=12)
    phone("worker").do("permit.stop", ago_s=600, permit=str(permit.pk), reason="异味")
    assert permit.suspensions.get().why == "异味（手机断网，10 分钟前按下，刚刚送达）"


def test_a_stop_of_work_that_stands_is_kept_as_a_problem(plant, phone):
    permit = working(plant)
    phone("guardian").do("permit.stop", permit=str(permit.pk))
    answer = phone("worker").do("permit.stop", permit=str(permit.pk), reason="管线泄漏")
    assert answer["state"] == "accepted" and fresh(permit).state == "suspended"
    row = permit.remarks.get()
    assert row.is_problem and "管线泄漏" in row.text


def test_a_stop_sent_twice_stops_once(plant, phone):
    permit = working(plant)
    one = deed("permit.stop", permit=str(permit.pk))
    first, again = phone("worker").send(one, one)
    assert (first["state"], again["duplicate"]) == ("accepted", True)
    assert permit.suspensions.count() == 1 and not permit.remarks.exists()


@pytest.mark.clause("GBW-034")
def test_the_guardian_takes_the_permit_away_with_reason_and_picture(plant, phone):
    permit, guardian = working(plant), phone("guardian")
    assert codes(guardian.do("permit.revoke", permit=str(permit.pk))) == ["reason_missing"]
    answer = guardian.do(
        "permit.revoke", permit=str(permit.pk), reason="焊工未戴面罩，屡劝不改",
        files=(guardian.photo(),),
    )  # fmt: skip
    assert answer["result"]["state"] == "revoked", answer
    assert permit.photos.get().step == "revoke"
    signed = permit.signatures.get(deed="revoke")
    assert (signed.name, signed.note) == ("监护员", "焊工未戴面罩，屡劝不改")


def test_another_plants_permit_does_not_exist(plant, phone):
    permit = working(plant)
    stranger = Phone(make_plant(plant.hand).guardian)
    answer = stranger.do("permit.stop", permit=str(permit.pk))
    assert codes(answer) == ["not_found"] and fresh(permit).state == "working"
    assert stranger.view("permit", id=str(permit.pk)).status_code == 404
