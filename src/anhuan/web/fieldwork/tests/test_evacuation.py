"""An order to leave on the phone: read, safe at a muster point, over."""

from datetime import timedelta
from uuid import uuid4

import pytest

from anhuan.domains.emergency.actions import stand_down
from anhuan.domains.emergency.models import Evacuee
from anhuan.domains.emergency.tests.make import make_evacuation, make_muster, make_wearer
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_company
from anhuan.kernel import clock
from anhuan.web.fieldwork.tests.make import Phone, codes

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    company = make_company()
    muster = make_muster(company)
    person = make_wearer(company)
    account = make_account(company, Role.WORKER, person=person)
    return make_evacuation(company), Phone(account), muster, person


def todos(phone: Phone) -> list[dict]:
    rows = phone.client.get("/api/v1/field/todos").json()["todos"]
    return [row for row in rows if row["source"] == "emergency"]


def test_the_order_is_first_on_the_phone_of_who_is_inside_until_safe(world):
    order, phone, _muster, _person = world
    (todo,) = todos(phone)
    assert (todo["id"], todo["priority"]) == (f"evacuation:{order.pk}", 1)
    muster = todo["data"]["musters"][0]
    answer = phone.do("evacuation.safe", evacuation=str(order.pk), muster=muster["id"])
    assert answer["result"]["safe_at"] and todos(phone) == []
    outside = Phone(make_account(order.company, Role.WORKER))
    assert todos(outside) == []


def test_reading_it_counts_from_when_it_was_read(world):
    order, phone, _muster, person = world
    Evacuee.objects.filter(person=person).update(joined_at=clock.now() - timedelta(minutes=9))
    answer = phone.do("evacuation.received", ago_s=120, evacuation=str(order.pk))
    assert answer["state"] == "accepted"
    read = Evacuee.objects.get(person=person)
    if read.message:  # told by tag; the phone's answer stands for the tag's
        assert abs((clock.now() - read.acknowledged_at).total_seconds() - 120) < 5


def test_safe_somewhere_else_is_safe_too_and_a_foreign_place_is_none(world):
    order, phone, _muster, person = world
    unknown = phone.do("evacuation.safe", evacuation=str(order.pk), muster=str(uuid4()))
    assert codes(unknown) == ["muster_unknown"]
    assert phone.do("evacuation.safe", evacuation=str(order.pk), muster=None)["state"] == "accepted"
    assert Evacuee.objects.get(person=person).safe_at is not None


def test_what_is_over_or_not_mine_is_refused(world):
    order, phone, _muster, _person = world
    other = make_wearer(order.company, at=None)
    stranger = Phone(make_account(order.company, Role.WORKER, person=other))
    assert codes(stranger.do("evacuation.received", evacuation=str(order.pk))) == ["not_concerned"]
    nobody = Phone(make_account(order.company, Role.OPERATOR))
    assert codes(nobody.do("evacuation.safe", evacuation=str(order.pk))) == ["no_person"]
    stand_down(make_account(order.company, Role.OPERATOR), order, "演习结束", despite=True)
    assert codes(phone.do("evacuation.safe", evacuation=str(order.pk))) == ["stood_down"]
    assert codes(phone.do("evacuation.safe", evacuation="x")) == ["not_found"]
