"""Cheats over REST: photos swapped, signatures replayed, steps left out, others' rows."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anhuan.domains.audit.models import AuditRow
from anhuan.domains.documents.queries import path_of
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.permits.models import Permit, Photo, Signature
from anhuan.domains.permits.rules.lifecycle import step_for
from anhuan.domains.permits.rules.states import Deed, State
from tests.permits_day import bodies
from tests.permits_day.walk import Day, Picture

PERMITS = {
    "drafted": ("drafted", "hot_work", {}),
    "approving": ("approving", "hot_work", {}),
}
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64
OTHER = b"\x89PNG\r\n\x1a\n" + b"1" * 64


def photographed(day: Day, permit: Picture, content: bytes = PNG, who: str = "guardian") -> Any:
    body = {
        "file": SimpleUploadedFile("a.png", content), "step": "start",
        "taken_at": day.now.isoformat(),
    }  # fmt: skip
    client: Any = day.by(who)
    answer = client.client.post(f"/api/v1/permits/{permit['id']}/photos", body)
    assert answer.status_code == 201, answer.content
    return answer.json()


def faults(day: Day, permit: Picture) -> set[str]:
    answer = day.by("safety").send("GET", f"permits/{permit['id']}/check")
    return {one["code"] for one in answer.body}


@pytest.fixture
def files(settings: Any, tmp_path: Any) -> None:
    settings.FILES_URL = f"file://{tmp_path}"


@pytest.mark.clause("PTW-055", "GBW-048", "PTW-132")
def test_an_approver_cannot_swap_a_photo(day: Day, files: None) -> None:
    permit = day.take("approving")
    made = photographed(day, permit)
    for method in ("PUT", "PATCH", "DELETE"):
        assert day.by("head").send(method, f"permit-photos/{made['id']}").status in (403, 405)
    again = photographed(day, permit, OTHER, "head")
    shown = {one["id"]: one["sm3"] for one in day.get(permit)["photos"]}
    assert shown == {made["id"]: made["sm3"], again["id"]: again["sm3"]}
    assert faults(day, permit) == set()


@pytest.mark.clause("PTW-055", "GBW-048")
def test_a_photo_swapped_on_the_disk_is_named_and_no_longer_shown(day: Day, files: None) -> None:
    permit = day.take("approving")
    made = photographed(day, permit)
    path_of(made["sm3"]).write_bytes(OTHER)
    assert faults(day, permit) == {"photo_changed"}
    answer = day.by("safety").send("GET", f"permit-photos/{made['id']}")
    assert answer.codes == {"photo_changed"}


@pytest.mark.clause("GBW-048")
def test_a_photo_swapped_in_the_database_stops_every_signature(day: Day, files: None) -> None:
    permit = day.take("approving")
    made, other = photographed(day, permit), photographed(day, permit, OTHER, "head")
    Photo.objects.filter(pk=made["id"]).update(file_sm3=other["sm3"])
    assert faults(day, permit) == {"content_changed"}
    assert day.codes("guardian", permit, "approve") == {"content_tampered"}


@pytest.mark.clause("PTW-054")
def test_a_signature_replayed_signs_nothing(day: Day) -> None:
    key = {"Idempotency-Key": "approve-0001"}
    approving = day.take("approving")
    path, body = f"permits/{approving['id']}/approve", {"opinion": "同意"}
    once = day.by("guardian").send("POST", path, body, **key)
    again = day.by("guardian").send("POST", path, body, **key)
    assert (once.status, again.body) == (200, once.body)
    without = day.by("guardian").send("POST", path, body)
    assert "not_yours" in without.codes
    other = day.by("guardian").send("POST", path, {"opinion": "不同意"}, **key)
    assert other.codes == {"idempotency_key_reused"}
    stolen = day.by("worker").send("POST", path, body, **key)  # somebody else's key
    assert "not_yours" in stolen.codes
    assert Signature.objects.filter(permit=approving["id"], deed="approve").count() == 1


@pytest.mark.clause("GBW-048", "PTW-054")
def test_a_signature_for_what_was_seen_does_not_hold_for_what_came_after(day: Day) -> None:
    approving = day.take("approving")
    seen = approving["signatures"][-1]["sm3"]
    day.do("worker", approving, "remark", text="灭火器已换")
    assert day.codes("guardian", approving, "approve", seen=seen) == {"content_moved"}
    fresh = day.get(approving)["signatures"][-1]["sm3"]
    assert day.codes("guardian", approving, "approve", seen=fresh) == set()


BODIES: dict[Deed, dict[str, Any]] = {
    Deed.CONFIRM_MEASURE: {"no": 1, "is_involved": True},
    Deed.EXTEND: {"until": "2026-11-24T16:00:00+08:00", "reason": "未完"},
    Deed.REISSUE: {"starts_at": "2026-11-24T10:00:00+08:00",
                   "ends_at": "2026-11-24T12:00:00+08:00", "reason": "换地点"},
}  # fmt: skip
REASON = {"reason": "试", "values": {}, "text": "试"}
WHO = {
    Deed.APPROVE_RESERVATION: "head", Deed.REJECT_RESERVATION: "head", Deed.TEST_GAS: "analyst",
    Deed.APPROVE: "head", Deed.REJECT: "head", Deed.VERIFY: "shift", Deed.EXTEND: "head",
    Deed.ACCEPT: "head", Deed.ARCHIVE: "head", Deed.CANCEL: "head", Deed.VOID: "head",
    Deed.REBOOK: "applicant", Deed.APPLY: "applicant", Deed.REVISE: "applicant",
    Deed.ANALYSE: "applicant", Deed.BRIEF: "applicant", Deed.SUBMIT: "applicant",
    Deed.LINK: "head",
}  # fmt: skip
STATES = (State.RESERVED, State.DRAFTED, State.TESTED, State.APPROVING, State.WORKING,
          State.FINISHED, State.ARCHIVED)  # fmt: skip
SYSTEM = (Deed.RESERVE, Deed.RETURN_TO_TESTING, Deed.EXPIRE, Deed.ADD_PHOTO)


def body_of(deed: Deed, day: Day, permit: Picture) -> dict[str, Any]:
    person = str(day.plant.boss.person_id)
    own = {
        Deed.TEST_GAS: bodies.sample(day.now), Deed.RECORD_GAS: bodies.sample(day.now),
        Deed.LEAVE: {"entry": permit["id"]}, Deed.HAND_OVER_SHIFT: {"taker": person},
        Deed.HAND_OVER_GUARD: {"taker": {"person": person, "part": "guardian"}},
        Deed.LINK: {"permits": [permit["id"]]},
    }  # fmt: skip
    return REASON | BODIES.get(deed, {}) | own.get(deed, {})


def written(permit: Picture) -> Any:
    row = Permit.objects.filter(pk=permit["id"]).values("state", "version", "values").get()
    counts = [
        Signature.objects.count(), AuditRow.objects.filter(target_id=permit["id"]).count(),
        OutboxEvent.objects.filter(type="permits.changed").count(),
    ]  # fmt: skip
    return json.dumps(row), counts


@pytest.mark.clause("PTW-054", "AQP-016", "PTW-001", "AQP-010", "AQP-057")
@pytest.mark.parametrize("state", STATES)
def test_a_deed_out_of_its_order_is_refused_and_writes_nothing(day: Day, state: State) -> None:
    """Every deed that has no place in the state, by who may do it elsewhere."""
    permit = day.take("approving")
    moments = {"issued_at": day.now, "valid_until": day.now + timedelta(hours=4)}
    Permit.objects.filter(pk=permit["id"]).update(state=state, **moments)
    before, wrong = written(permit), []
    for deed in (one for one in Deed if one not in SYSTEM and not step_for(state, one)):
        who = WHO.get(deed, "guardian")
        body = body_of(deed, day, permit)
        codes = day.codes(who, permit, deed.replace("_", "-"), **body)
        if "out_of_order" not in codes:
            wrong.append((deed, codes))
    assert not wrong
    assert written(permit) == before


@pytest.mark.clause("PTW-054", "AQP-027", "AQP-031", "GBW-040", "AQP-133")
def test_a_start_without_anything_hears_every_reason_at_once(day: Day) -> None:
    drafted = day.take("drafted")
    codes = day.codes("guardian", drafted, "start")
    assert {"out_of_order", "gas_missing", "briefing_missing"} <= codes
    codes = day.codes("head", drafted, "approve")
    assert {"out_of_order", "gas_missing", "measures_open", "briefing_missing"} <= codes
    standing = {one["code"] for one in day.get(drafted)["alarms"]}
    assert {"01", "70", "90"} <= standing
