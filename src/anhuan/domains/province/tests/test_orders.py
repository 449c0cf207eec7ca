"""An order from being issued to being closed, heard and answered by the plant it is for."""

import pytest
from django.urls import reverse

from anhuan.domains.org.tests.factories import sign_in
from anhuan.domains.province import actions
from anhuan.domains.province.tests.make import make_enterprise, make_order
from anhuan.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.mark.clause("AQG-057", "AQG-058", "AQG-040")
def test_an_order_is_taken_answered_sent_back_and_closed(company, regulator):
    plant = make_enterprise(company)
    order = make_order(plant, regulator, kind="reminder", title="隐患整改督办")
    client = sign_in(regulator)

    def hear(**said):
        return actions.contact(plant, actions.Contact(**said), clock.now())

    assert len(hear()["orders"]) == 1
    key = str(order.pk)
    assert hear(known={key: 1})["orders"] == []
    order.refresh_from_db()
    assert order.state == "taken" and order.taken_at
    close = reverse("province:order_close", args=[order.pk])
    assert client.post(close, {"note": ""}).status_code == 422  # nothing was answered yet
    said = {"id": "01a201fa-34c8-7461-bcb8-1b94bcd4062c", "order": key, "cause": "误操作",
            "measures": "已培训", "by": "钱宁", "at": clock.now().isoformat()}  # fmt: skip
    assert hear(known={key: 1}, answers=[said])["answered"] == [said["id"]]
    assert hear(known={key: 2}, answers=[said])["answered"] == [said["id"]]  # heard twice
    assert order.answers.count() == 1
    back = reverse("province:order_return", args=[order.pk])
    assert client.post(back, {"note": ""}).status_code == 422
    assert client.post(back, {"note": "没有说明原因"}).status_code == 302
    heard = hear(known={key: 2})["orders"]
    assert (heard[0]["state"], heard[0]["verdict"]) == ("returned", "没有说明原因")
    again = said | {"id": "01a201fa-34c8-7461-bcb8-1b94bcd4062d"}
    hear(known={key: 3}, answers=[again])
    assert client.post(close, {"note": "属实"}).status_code == 302
    order.refresh_from_db()
    assert (order.state, order.answers.count()) == ("closed", 2)
    assert [one["state"] for one in hear(known={key: 3})["orders"]] == ["closed"]
    assert hear()["orders"] == []
    shown = client.get(reverse("province:order", args=[order.pk]))
    assert shown.status_code == 200 and "误操作" in shown.content.decode()


def test_a_plant_answers_nobody_elses_order(company, regulator):
    plant, other = make_enterprise(company), make_enterprise(company)
    order = make_order(plant, regulator)
    said = {"id": "01a201fa-34c8-7461-bcb8-1b94bcd4062c", "order": str(order.pk), "cause": "x",
            "measures": "x", "by": "x", "at": ""}  # fmt: skip
    heard = actions.contact(other, actions.Contact({str(order.pk): 1}, [said]), clock.now())
    assert heard["orders"] == []
    order.refresh_from_db()
    assert (order.state, order.answers.count()) == ("issued", 0)
