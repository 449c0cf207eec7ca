"""What authorities send down: kept, told to those responsible, answered with its deadline."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from anhuan.domains.notify.models import Notice
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_company, sign_in
from anhuan.domains.reporting import actions
from anhuan.domains.reporting.models import Order
from anhuan.domains.reporting.queries.orders import known_versions, unsent_replies
from anhuan.domains.reporting.tests.make import make_target, sent_order
from anhuan.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def target():
    return make_target(make_company())


@pytest.fixture
def head(target):
    return make_account(target.company, Role.PLANT_HEAD)


def take(target, *given):
    return actions.take_orders(target, given, clock.now())


@pytest.mark.clause("AQG-058")
def test_it_is_told_once_a_version_to_head_and_safety_managers(target, head):
    safety, worker = (make_account(target.company, role)
                      for role in (Role.SAFETY_MANAGER, Role.WORKER))  # fmt: skip
    given = sent_order()
    assert (take(target, given), take(target, given)) == (1, 0)
    assert {one.account for one in Notice.objects.all()} == {head, safety}
    assert not worker.notices.exists()
    Notice.objects.all().delete()
    assert take(target, given | {"version": 3, "state": "answered"}) == 1  # our own word
    assert not Notice.objects.exists()
    assert take(target, given | {"version": 2, "state": "issued"}) == 0  # never back
    assert Order.objects.get().state == "answered"
    assert known_versions(target) == {given["id"]: 3}


@pytest.mark.parametrize(
    "changes",
    [{"id": "x"}, {"version": "one"}, {"level": "green"}, {"state": "gone"}, {"due_at": "soon"},
     {"due_at": "2026-11-22T12:00:00"}],
)  # fmt: skip
def test_nonsense_is_left_out(target, changes):
    assert take(target, sent_order(**changes)) == 0


def test_nobody_but_its_sender_changes_it(target):
    given = sent_order()
    take(target, given)
    other = make_target(target.company, name="园区")
    assert take(other, given | {"version": 9, "title": "别的"}) == 0
    assert Order.objects.get().title == "督办"


def test_it_is_answered_once_with_words_and_says_when_it_is_late(target, head):
    take(target, sent_order())
    order, client = Order.objects.get(), sign_in(head)
    url = reverse("reporting:order_reply", args=[order.pk])
    with time_machine.travel(order.due_at, tick=False):
        assert "超期未反馈" not in client.get(reverse("reporting:orders")).content.decode()
    with time_machine.travel(order.due_at + timedelta(seconds=1), tick=False):
        assert "超期未反馈" in client.get(reverse("reporting:orders")).content.decode()
    assert client.post(url, {"cause": " ", "measures": ""}).status_code == 422
    body = {"cause": "误报", "measures": "已校验液位计"}
    assert client.post(url, body).status_code == 302
    assert client.post(url, body).status_code == 422
    reply = unsent_replies(target)[0]
    actions.note_sent([str(reply.pk), "nonsense"], clock.now())
    assert unsent_replies(target) == []
    text = client.get(reverse("reporting:order", args=[order.pk])).content.decode()
    assert "已校验液位计" in text and "已反馈，待核查" in text
