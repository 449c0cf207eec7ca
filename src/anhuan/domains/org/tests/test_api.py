"""The organisation over REST: rights, refusals, idempotency, pages."""

import pytest

from anhuan.domains.org import actions
from anhuan.domains.org.models import Person
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import (
    make_account,
    make_department,
    make_person,
    sign_in,
)

pytestmark = pytest.mark.django_db
JSON = "application/json"
NEW = {"number": "H7", "name": "孙立", "kind": "employee", "sex": "male"}


@pytest.fixture
def manager():
    return make_account(role=Role.SAFETY_MANAGER)


@pytest.mark.clause("POS-082")
def test_a_personnel_system_can_make_and_change_people(manager):
    client = sign_in(manager)
    made = client.post("/api/v1/people", NEW, JSON)
    assert made.status_code == 201
    url = f"/api/v1/people/{made.json()['id']}"
    assert client.patch(url, {"trade": "电工"}, JSON).json()["trade"] == "电工"
    assert client.delete(url).status_code == 204
    assert client.get(url).json()["is_retired"] is True


def test_a_refusal_is_422_with_stable_codes(manager):
    make_person(manager.company, number="H7")
    answer = sign_in(manager).post("/api/v1/people", NEW | {"phone": "x"}, JSON)
    assert answer.status_code == 422
    body = answer.json()
    assert body["code"] == "refused"
    assert {b["code"] for b in body["blockers"]} == {"number_taken", "phone_shape"}


def test_wrong_fields_are_422_with_the_field_named(manager):
    answer = sign_in(manager).post("/api/v1/people", {"number": "H7", "kind": "ghost"}, JSON)
    codes = {b["code"] for b in answer.json()["blockers"]}
    assert answer.status_code == 422
    assert {"name_required", "kind_invalid_choice"} <= codes


def test_a_department_of_another_company_cannot_be_named(manager):
    foreign = str(make_department().pk)
    answer = sign_in(manager).post("/api/v1/people", NEW | {"department": foreign}, JSON)
    assert answer.status_code == 422


def test_a_repeated_write_is_done_once(manager):
    client = sign_in(manager)
    headers = {"Idempotency-Key": "hr-sync-0001"}
    first = client.post("/api/v1/people", NEW, JSON, headers=headers)
    second = client.post("/api/v1/people", NEW, JSON, headers=headers)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert second.headers["Idempotent-Replay"] == "1"
    assert Person.objects.filter(company=manager.company, number="H7").count() == 1


def test_a_key_is_for_one_request_and_one_account(manager):
    client = sign_in(manager)
    headers = {"Idempotency-Key": "hr-sync-0001"}
    client.post("/api/v1/people", NEW, JSON, headers=headers)
    other = client.post("/api/v1/people", NEW | {"number": "H8"}, JSON, headers=headers)
    assert other.json()["blockers"][0]["code"] == "idempotency_key_reused"
    colleague = sign_in(make_account(manager.company))
    again = colleague.post("/api/v1/people", NEW | {"number": "H8"}, JSON, headers=headers)
    assert again.status_code == 201


def test_what_was_refused_may_be_tried_again_with_the_same_key(manager):
    client = sign_in(manager)
    headers = {"Idempotency-Key": "hr-sync-0002"}
    in_the_way = make_person(manager.company, number="H7")
    assert client.post("/api/v1/people", NEW, JSON, headers=headers).status_code == 422
    actions.change_person(manager, in_the_way, {"number": "H6"})
    assert client.post("/api/v1/people", NEW, JSON, headers=headers).status_code == 201


def test_many_come_in_pages_by_cursor(manager):
    for _ in range(5):
        make_person(manager.company)
    client = sign_in(manager)
    first = client.get("/api/v1/people?limit=2").json()
    assert len(first["results"]) == 2
    second = client.get(first["next"]).json()
    ids = {row["id"] for page in (first, second) for row in page["results"]}
    assert len(ids) == 4


def test_filters_are_those_of_the_page(manager):
    make_person(manager.company, kind="visitor", name="甲一")
    make_person(manager.company, name="乙二")
    found = sign_in(manager).get("/api/v1/people?kind=visitor").json()["results"]
    assert [row["name"] for row in found] == ["甲一"]
    found = sign_in(manager).get("/api/v1/people?q=yier").json()["results"]
    assert [row["name"] for row in found] == ["乙二"]


def test_reading_is_not_writing():
    client = sign_in(make_account(role=Role.OPERATOR))
    assert client.get("/api/v1/people").status_code == 200
    assert client.post("/api/v1/people", NEW, JSON).status_code == 403


def test_the_description_covers_every_endpoint(manager):
    text = sign_in(manager).get("/api/v1/schema").content.decode()
    for path in ("/api/v1/people:", "/api/v1/people/{id}:", "/api/v1/departments:", "kind"):
        assert path in text
