"""A plant, its county and the province above: what the plant reported arrives twice removed, once,
with the receipt of the authority above."""

import json

import pytest

from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.province import actions as province
from anhuan.domains.province.models import Enterprise, Inflow, Receipt
from anhuan.domains.province.tests import make
from anhuan.domains.reporting.tests.make import make_target
from anhuan.kernel import clock
from tests.province.test_two_plants import carry, post, secret_for

pytestmark = pytest.mark.django_db(transaction=True)


def county_below(node, receiver, form):
    """An authority that reports to the one above with the platform's token."""
    secret_for(form, token=province.issue_token(SYSTEM, node, clock.now()))
    county = make.make_authority()
    target = make_target(
        county, name=form, address=f"{receiver.url}/report", form=form, secret=form,
        tables=["POS_T1", "PTW_A1"], options={"most_rows": 5, "timeout_s": 10},
    )  # fmt: skip
    return county, target


def rows_of(code, company):
    plant = Enterprise.objects.get(company=company, code=code)
    return {one.key: (one.state, one.content) for one in plant.rows.all()}


@pytest.mark.clause("AQG-054")
@pytest.mark.parametrize("form", ["generic", "aq_business"])
def test_a_plants_row_goes_on_to_the_authority_above_with_a_receipt(receiver, form):
    node = make.make_node()
    county, target = county_below(node, receiver, form)
    plants = [make.make_enterprise(county) for _ in range(2)]
    alarms = [make.alarm(id=f"alarm-{n}") for n in range(3)]
    for plant in plants:
        make.send(plant, "POS_T1", *alarms)
        make.send(plant, "PTW_A1", make.ticket(plant))
        make.send(plant, "POS_T1", make.settled(alarms[0]))
    assert province.pass_on(clock.now()) == 10
    carry(target)
    assert set(target.deliveries.values_list("state", flat=True)) == {"sent"}
    for plant in plants:
        assert rows_of(plant.code, node.company) == rows_of(plant.code, county)
        above = Enterprise.objects.get(company=node.company, code=plant.code)
        assert above.name == (plant.name if form == "generic" else plant.code)
        inflow = Inflow.objects.get(enterprise=above)
        assert (inflow.contiguous, inflow.islands) == (inflow.messages, [])
        for batch in target.batches.filter(origin=plant.code):
            receipt = Receipt.objects.get(enterprise=above, message=str(batch.pk))
            assert batch.receipt == receipt.answer["receipt"]


def test_a_platform_cannot_speak_for_a_plant_that_reports_itself(receiver):
    node = make.make_node()
    direct = make.make_enterprise(node.company)
    token = province.issue_token(SYSTEM, node, clock.now())
    url, row = f"{receiver.url}/report/POS_T1", make.alarm()
    for company, why in ((direct.code, "不由"), ("", "应写明企业编码")):
        body = json_of(company=company, rows=[row])
        status, answer = post(url, body, token)
        assert (status, why in answer["msg"]) == (422, True)
    assert post(url, json_of(company="NEW1", rows=[row]), token)[0] == 200
    province.save_node(SYSTEM, node, {"is_retired": True})
    assert post(url, json_of(company="NEW1", rows=[make.alarm()]), token)[0] == 401
    assert not direct.rows.exists()


def json_of(**said):
    return json.dumps({"table": "POS_T1"} | said).encode()
