"""Alarms that wait for me on the phone: those I was told of, acknowledged once by one."""

import pytest

from anhuan.domains.alarms.actions import acknowledge, seed_kinds
from anhuan.domains.alarms.tests.make import make_alarm
from anhuan.domains.notify.models import Notice
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_company
from anhuan.kernel import clock
from anhuan.web.fieldwork.tests.make import Phone, codes

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    found = make_company()
    seed_kinds(found)
    return found


def tell(alarm, account) -> None:
    Notice.objects.create(
        company=alarm.company, account=account, at=clock.now(), topic=f"alarm:{alarm.pk}", title="x"
    )


def todos(phone: Phone) -> list[str]:
    rows = phone.client.get("/api/v1/field/todos").json()["todos"]
    return [row["id"] for row in rows if row["source"] == "alarms"]


def test_only_what_i_was_told_of_waits_for_me(company):
    mine, other = make_account(company, Role.OPERATOR), make_account(company, Role.OPERATOR)
    alarm = make_alarm(company)
    tell(alarm, mine)
    assert todos(Phone(mine)) == [f"alarm:{alarm.pk}"] and todos(Phone(other)) == []


def test_acknowledging_takes_it_off_everybodys_list(company):
    account = make_account(company, Role.OPERATOR)
    alarm = make_alarm(company)
    tell(alarm, account)
    phone = Phone(account)
    answer = phone.do("alarm.acknowledge", alarm=str(alarm.pk))
    assert answer["state"] == "accepted" and todos(phone) == []
    alarm.refresh_from_db()
    assert alarm.acknowledged_at is not None


def test_what_another_has_acknowledged_is_refused_in_words(company):
    account = make_account(company, Role.OPERATOR)
    alarm = make_alarm(company)
    acknowledge(alarm.pk, make_account(company, Role.SHIFT_LEADER))
    answer = Phone(account).do("alarm.acknowledge", alarm=str(alarm.pk))
    assert answer["state"] == "refused" and answer["blockers"][0]["text"]


@pytest.mark.parametrize("given", ["", "x", "0189d1f0-0000-7000-8000-000000000001", None])
def test_an_alarm_that_is_none_or_anothers_does_not_exist(company, given):
    phone = Phone(make_account(company, Role.OPERATOR))
    assert codes(phone.do("alarm.acknowledge", alarm=given)) == ["not_found"]
    foreign = make_company()
    seed_kinds(foreign)
    alarm = make_alarm(foreign)
    assert codes(phone.do("alarm.acknowledge", alarm=str(alarm.pk))) == ["not_found"]


def test_who_may_not_handle_alarms_has_none_and_acknowledges_none(company):
    worker = make_account(company, Role.WORKER)
    alarm = make_alarm(company)
    tell(alarm, worker)
    assert todos(Phone(worker)) == []
    assert codes(Phone(worker).do("alarm.acknowledge", alarm=str(alarm.pk))) == ["no_right"]
