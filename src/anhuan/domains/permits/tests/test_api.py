"""The whole way over REST with the accounts of the trade, and what the API refuses."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anhuan.domains.alarms.models import Alarm
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import sign_in
from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.tests.make import (
    GUARD,
    SPACE,
    WELDER,
    approving,
    conditions_of,
    drafted,
    issued,
    make_member,
    working,
)

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


class Caller:
    """Somebody with a client."""

    def __init__(self, account):
        self.client = sign_in(account)

    def post(self, path, body=None, **headers):
        answer = self.client.post(
            f"/api/v1/permits{path}", json.dumps(body or {}), "application/json", headers=headers
        )
        return answer.status_code, answer.json()

    def get(self, path=""):
        return self.client.get(f"/api/v1/permits{path}").json()


def reserve_body(plant, **changes):
    now = plant.hand.now()
    return {
        "kind": "hot_work", "content": "焊接法兰", "place": "一号泵房", "area": str(plant.area.pk),
        "unit": str(plant.unit.pk), "work_unit": "检修一班", "starts_at": now.isoformat(),
        "ends_at": now.replace(hour=now.hour + 4).isoformat(), "is_urgent": True,
        "urgent_reason": "泄漏", "values": {
            "hot_part": "法兰", "hot_method": ["arc_welding"], "conditions": [],
        },
    } | changes  # fmt: skip


def apply_body(plant):
    def of(account, part, *certificates):
        return {
            "person": str(account.person_id),
            "part": part,
            "certificates": list(certificates),
        }

    return {
        "values": {"risk_result": ["火灾"]},
        "people": [
            of(plant.leader, "work_leader"), of(plant.worker, "worker", WELDER, SPACE),
            of(plant.guardian, "guardian", GUARD),
        ],
        "risks": [
            {"step": "动火", "hazard": "火花", "consequence": "火灾", "measure": "清理"},
        ],
    }  # fmt: skip


@pytest.mark.clause("PTW-024", "AQP-008", "AQG-026", "PTW-027", "AQP-017", "AQP-022", "ELM-030")
def test_hot_work_from_reservation_to_archive(plant):
    who = {
        name: Caller(getattr(plant, name))
        for name in ["applicant", "head", "analyst", "guardian", "worker", "leader", "shift"]
    }
    status, permit = who["applicant"].post("", reserve_body(plant))
    assert status == 201 and permit["state"] == "reserved" and permit["grade"] == "second"
    url = f"/{permit['id']}"

    def done(name, deed, body=None):
        status, answer = who[name].post(f"{url}/{deed}", body)
        assert status == 200, (deed, answer)
        return answer

    done("head", "approve-reservation")
    done("applicant", "apply", apply_body(plant))
    done("applicant", "analyse")
    reading = {"gas": "methane", "value": 0.1, "unit": "vol_pct", "zone": "surroundings"}
    now = plant.hand.now().isoformat()
    done("analyst", "test-gas", {"sampled_at": now, "readings": [reading]})
    permit = who["guardian"].get(url)
    forced = {
        8: {"extinguishers": 2, "blankets": 1, "hoses": "1 条"}, 9: {"to_fire": 8},
    }  # fmt: skip
    for one in permit["measures"]:
        body = {"no": one["no"], "is_involved": one["is_forced"], "reason": "不涉及"}
        done("guardian", "confirm-measure", body | {"inputs": forced.get(one["no"], {})})
    done("applicant", "brief")
    assert done("worker", "sign-briefing", {"read_s": 30})["state"] == "briefed"
    done("applicant", "submit")
    for name in ("guardian", "leader", "head"):
        assert done(name, "approve")["state"] == "approving"
    assert done("head", "approve", {"opinion": "同意"})["state"] == "issued"
    assert done("shift", "verify")["state"] == "verified"
    assert done("guardian", "start")["state"] == "working"
    assert done("guardian", "finish")["state"] == "finished"
    keys = conditions_of(Permit.objects.get())
    assert done("head", "accept", {"conditions": keys})["state"] == "accepted"
    archived = done("head", "archive")
    assert archived["state"] == "archived"
    assert archived["signatures"][0]["name"] == "申请员"
    assert who["head"].get(f"{url}/check") == []


@pytest.mark.clause("PTW-054", "AQP-016", "PTW-001")
def test_deeds_out_of_order_are_refused_with_every_reason(plant):
    permit = drafted(plant)
    status, answer = Caller(plant.guardian).post(f"/{permit.pk}/start")
    codes = {one["code"] for one in answer["blockers"]}
    assert status == 422
    assert {"out_of_order", "gas_missing", "briefing_missing"} <= codes
    assert Permit.objects.get().state == "drafted"


@pytest.mark.clause("AQP-027")
def test_a_refused_signature_leaves_its_alarm_even_under_an_idempotency_key(plant):
    permit = drafted(plant)
    caller = Caller(plant.guardian)
    status, _ = caller.post(f"/{permit.pk}/approve", **{"Idempotency-Key": "approve-0001"})
    assert status == 422
    kinds = set(Alarm.objects.values_list("kind__code", flat=True))
    assert {"permit_no_gas_test", "permit_not_briefed", "permit_measures_open"} <= kinds


def test_a_write_repeated_with_its_key_is_done_once(plant):
    caller, body = Caller(plant.applicant), reserve_body(plant)
    first = caller.post("", body, **{"Idempotency-Key": "reserve-0001"})
    again = caller.post("", body, **{"Idempotency-Key": "reserve-0001"})
    assert first == again
    assert Permit.objects.count() == 1


def test_a_signature_sent_twice_is_refused(plant):
    permit = issued(plant)
    status, answer = Caller(plant.head).post(f"/{permit.pk}/approve")
    assert status == 422
    assert {"out_of_order", "not_yours"} <= {one["code"] for one in answer["blockers"]}


def test_what_one_has_not_seen_is_not_signed(plant):
    permit = approving(plant)
    status, answer = Caller(plant.guardian).post(f"/{permit.pk}/approve", {"seen": "0" * 64})
    assert status == 422
    assert [one["code"] for one in answer["blockers"]] == ["content_moved"]


@pytest.mark.clause("PTW-154", "PTW-051")
def test_others_only_look(plant):
    permit = drafted(plant)
    other = make_member(plant.company, Role.DEPARTMENT_HEAD)
    answer = Caller(other).get(f"/{permit.pk}")
    deeds = {one["deed"] for one in answer["deeds"]}
    assert "apply" not in deeds and "analyse" not in deeds
    status, answer = Caller(other).post(f"/{permit.pk}/apply")
    assert status == 422 and answer["blockers"][0]["code"] == "not_yours"


def test_a_worker_sees_only_the_permits_he_is_on(plant):
    drafted(plant)
    assert len(Caller(plant.worker).get()["results"]) == 1
    stranger = make_member(plant.company, Role.WORKER)
    assert Caller(stranger).get()["results"] == []


@pytest.mark.clause("PTW-132", "PTW-055")
def test_a_picture_is_kept_by_its_digest(plant, settings, tmp_path):
    settings.FILES_URL = f"file://{tmp_path}"
    permit = working(plant)
    client = sign_in(plant.guardian)
    body = {"file": SimpleUploadedFile("a.png", PNG), "step": "start",
            "taken_at": plant.hand.now().isoformat()}  # fmt: skip
    made = client.post(f"/api/v1/permits/{permit.pk}/photos", body)
    assert made.status_code == 201, made.json()
    got = client.get(f"/api/v1/permit-photos/{made.json()['id']}")
    assert b"".join(got.streaming_content) == PNG
    wrong = body | {"file": SimpleUploadedFile("a.png", b"<script>")}
    assert client.post(f"/api/v1/permits/{permit.pk}/photos", wrong).status_code == 422


@pytest.mark.clause("AQP-092", "PTW-096")
def test_the_ledger_is_narrowed_by_its_dimensions(plant):
    permit = working(plant)
    caller = Caller(plant.safety)

    def found(query):
        return [one["number"] for one in caller.get(f"?{query}")["results"]]

    fits = (
        "kind=hot_work", "grade=second", f"area={plant.area.pk}", f"unit={plant.unit.pk}",
        "work_unit=检修", "person=焊工", "state=working", "starts_at_from=2026-11-24",
        "is_contractor=0", "group=running", f"q={permit.number}",
    )  # fmt: skip
    for query in fits:
        assert found(query) == [permit.number], query
    others = (
        "kind=lifting", "grade=special", "work_unit=二班", "person=厂长", "state=issued",
        "starts_at_from=2026-11-25", "is_contractor=1", "alarm=30",
    )  # fmt: skip
    for query in others:
        assert found(query) == [], query
