"""What other systems read of ours: described by the API's own document, fetched with a token; and
the codes our pages write are those the province reads."""

import pytest
from django.test import Client
from django.urls import reverse

from anhuan.domains.hazards.tests.make import make_plant as hazard_plant
from anhuan.domains.hazards.tests.make import told
from anhuan.domains.inspection.actions import generate
from anhuan.domains.inspection.tests.make import make_plan
from anhuan.domains.org.actions import issue_api_token
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_company, sign_in
from anhuan.domains.permits.tests.make import at, make_plant, reserved
from anhuan.domains.plant.tests.factories import make_site
from anhuan.domains.reporting.models import Delivery
from anhuan.domains.reporting.tests.make import make_target
from anhuan.domains.risk.tests.make import make_event, make_object, make_unit
from anhuan.kernel import clock
from anhuan.web.tests.test_reportwork import hear

pytestmark = pytest.mark.django_db
HOW_MANY = {"1": 5, "2": 2, "3": 3, "4": 4}  # classes of the second level under the first
FOURTEEN = [f"{first}-{n}" for first, count in HOW_MANY.items() for n in range(1, count + 1)]


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture(scope="module")
def document(django_db_setup, django_db_blocker):
    from drf_spectacular.generators import SchemaGenerator

    with django_db_blocker.unblock():
        return SchemaGenerator().get_schema(public=True)["paths"]


def program(account, *scopes):
    """Another system: it has a token, no session."""
    key = issue_api_token(account, account, "企业数据平台", scopes)
    return Client(headers={"authorization": f"Token {key}"})


def a_permit():
    with at() as hand:
        plant = make_plant(hand)
        return plant.safety, reserved(plant).pk


def a_task():
    plan = make_plan(make_company())
    generate(plan, clock.now())
    return make_account(plan.company, Role.SAFETY_MANAGER), plan.tasks.first().pk


def a_hazard():
    plant = hazard_plant()
    return plant.safety, told(plant).pk


def told_as_documented(document, made, path, scope):
    """The row comes with the token whose scope it is and with no other; every column that comes
    is in the document."""
    account, pk = made
    address = f"/api/v1/{path}/{pk}"
    operation = document[f"/api/v1/{path}/{{id}}"]["get"]
    assert {"token": []} in operation["security"]
    answer = program(account, scope).get(address)
    assert answer.status_code == 200 and answer.json()["id"] == str(pk)
    assert program(account, "reporting.view").get(address).status_code == 403
    assert Client().get(address).status_code == 401
    rows = program(account, scope).get(f"/api/v1/{path}").json()["results"]
    assert str(pk) in {one["id"] for one in rows}


@pytest.mark.clause("PTW-108", "PTW-114", "EXC-049")
def test_a_permit_is_fetched_with_a_token(document):
    told_as_documented(document, a_permit(), "permits", "permits.view")


@pytest.mark.clause("INS-066", "EXC-049")
def test_a_task_of_a_round_is_fetched_with_a_token(document):
    told_as_documented(document, a_task(), "inspection-tasks", "inspection.view")


@pytest.mark.clause("DUAL-009", "EXC-049")
def test_a_hazard_is_fetched_with_a_token(document):
    told_as_documented(document, a_hazard(), "hazards", "hazards.view")


@pytest.mark.clause("EXC-009")
def test_each_class_somebody_chooses_is_the_code_that_goes_to_the_province():
    company = make_company()
    make_site(company)
    target = make_target(company, tables=["DUAL_T1", "DUAL_T2", "DUAL_T3"])
    event = make_event(make_unit(make_object(company)))
    client = sign_in(make_account(company, Role.SAFETY_MANAGER))
    address = reverse("risk:measure_create", args=[event.pk])
    field = client.get(address).context["form"].fields["class_2"]
    assert [code for code, _ in field.choices if code] == FOURTEEN
    for code in FOURTEEN:
        given = {"text": code, "class_2": code, "data_source": "1", "check_content": "查",
                 "position": "0"}  # fmt: skip
        answer = client.post(address, given)
        assert answer.status_code == 302, answer.context["form"].errors
    assert client.post(address, given | {"class_2": "4-5"}).status_code == 422
    hear(company)
    rows = Delivery.objects.filter(target=target, table="DUAL_T3")
    said = {row["RISK_MEASURE_DESC"]: row for row in rows.values_list("content", flat=True)}
    assert {code: (row["CLASSIFY1"], row["CLASSIFY2"]) for code, row in said.items()} == {
        code: (code[0], code) for code in FOURTEEN
    }
    assert not any(rows.values_list("faults", flat=True))


@pytest.mark.parametrize("address", ["/api/v1/permitz", "/api/v1/alarms/", "/api/v2/x"])
def test_a_program_that_mistyped_an_address_is_told_so_in_json(address):
    for answer in (Client().get(address), Client(enforce_csrf_checks=True).post(address)):
        assert answer.status_code == 404 and answer.json()["code"] == "not_found"
        assert address in answer.json()["detail"]
