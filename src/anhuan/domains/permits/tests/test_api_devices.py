"""Devices, places, settings and the archive over REST."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from anhuan.domains.org.tests.factories import sign_in
from anhuan.domains.permits import actions
from anhuan.domains.permits.models import Instrument, LockGrant
from anhuan.domains.permits.tests.make import conditions_of
from anhuan.domains.permits.tests.make_devices import make_instrument, says

pytestmark = pytest.mark.django_db


class Caller:
    """Somebody with a client, anywhere under /api/v1."""

    def __init__(self, account):
        self.client = sign_in(account)

    def ask(self, method, path, body=None):
        answer = self.client.generic(
            method, f"/api/v1/{path}", json.dumps(body or {}), "application/json"
        )
        return answer.status_code, answer.json()


def codes(answer):
    return {one["code"] for one in answer["blockers"]}


@pytest.mark.clause("AQP-043", "AQP-083", "AQP-091")
def test_a_detector_is_registered_bound_read_and_let_go(plant, space):
    chief, guard = Caller(plant.safety), Caller(plant.guardian)
    row = {"number": "P-1", "name": "四合一", "form": "portable", "area": str(plant.area.pk)}
    status, made = chief.ask("POST", "permit-instruments", row)
    assert (status, made["seen_at"]) == (201, None)
    assert chief.ask("POST", "permit-instruments", row)[0] == 422  # the number is taken
    assert guard.ask("POST", "permit-instruments", row)[0] == 403
    wrong = chief.ask("POST", "permit-instruments", row | {"number": "P 1"})
    assert (wrong[0], codes(wrong[1])) == (422, {"number_invalid"})
    permit = space
    status, air = guard.ask("POST", f"permits/{permit.pk}/watch", {"number": "P-1"})
    assert (status, air["gaps"]) == (201, ["可燃气体", "有毒气体", "氧含量"])
    says(plant, "P-1", methane=2.0)
    air = guard.ask("GET", f"permits/{permit.pk}/air")[1]
    values = {one["gas"]: one["value"] for one in air["detectors"][0]["readings"]}
    assert (air["gaps"], values["methane"]) == ([], 2.0)
    assert guard.ask("GET", f"permits/{permit.pk}/air?hours=73")[0] == 422
    status, air = guard.ask("DELETE", f"permits/{permit.pk}/watch", {"number": "P-1"})
    assert (status, len(air["gaps"])) == (200, 3)
    assert chief.ask("PATCH", f"permit-instruments/{made['id']}", {"is_retired": True})[0] == 200


@pytest.mark.clause("PTW-160", "PTW-161")
def test_a_code_is_told_once(plant, hot):
    make_instrument(plant, "L-1", "lock")
    permit, guard = actions.start(plant.guardian, hot), Caller(plant.guardian)
    status, made = guard.ask("POST", f"permits/{permit.pk}/lock-codes", {"number": "L-1"})
    assert status == 201 and len(made["code"]) == 8
    listed = guard.ask("GET", f"permits/{permit.pk}/lock-codes")[1]
    assert [one["lock"] for one in listed] == ["L-1"] and "code" not in listed[0]
    actions.suspend(plant.worker, permit, "异味")
    status, answer = guard.ask("POST", f"permits/{permit.pk}/lock-codes", {"number": "L-1"})
    assert (status, codes(answer)) == (422, {"out_of_order"})
    assert LockGrant.objects.get().ended_why == "作业票已转为已暂停"


@pytest.mark.clause("PTW-083")
def test_settings_are_read_and_changed_within_the_standard(plant):
    chief = Caller(plant.safety)
    shown = chief.ask("GET", "permit-settings")[1]
    assert (shown["gas_watch"], shown["figures"]["detector_silent_s"]) == ("connected", 60)
    body = {"gas_watch": "required", "figures": {"detector_silent_s": 120}}
    changed = chief.ask("PATCH", "permit-settings", body)[1]
    assert (changed["gas_watch"], changed["figures"]["detector_silent_s"]) == ("required", 120)
    assert changed["figures"]["step_limit_min"] == 30
    for figures, code in (
        ({"detector_silent_s": 601}, "detector_silent_s"), ({"lock_code_min": 0}, "lock_code_min"),
    ):  # fmt: skip
        status, answer = chief.ask("PATCH", "permit-settings", {"figures": figures})
        assert (status, codes(answer)) == (422, {code})
    assert Caller(plant.guardian).ask("PATCH", "permit-settings", body)[0] == 403


@pytest.mark.clause("GBW-094", "GBW-095")
def test_a_fixed_area_from_drawing_to_force(plant):
    chief, boss = Caller(plant.safety), Caller(plant.boss)
    ring = [[118.0, 37.0], [118.001, 37.0], [118.001, 37.001], [118.0, 37.0]]
    body = {
        "name": "预制场", "geometry": {"type": "Polygon", "coordinates": [ring]},
        "is_marked": True, "is_downwind": True, "responsible": str(plant.leader.person_id),
    }  # fmt: skip
    status, made = chief.ask("POST", "fixed-hot-areas", body)
    assert (status, made["state"]) == (201, "unapproved")
    path = f"fixed-hot-areas/{made['id']}"
    assert codes(boss.ask("POST", f"{path}/approve")[1]) == {"review_missing"}
    reviewed = chief.ask("POST", f"{path}/review", {"findings": "无变化"})[1]
    assert reviewed["due_on"] == "2027-11-24"
    assert boss.ask("POST", f"{path}/approve")[1]["state"] == "good"
    again = chief.ask("PATCH", path, {"is_marked": False})[1]
    assert again["state"] == "unapproved"


@pytest.mark.clause("AQP-134")
def test_work_without_a_permit_is_told_and_settled(plant):
    guard, chief = Caller(plant.guardian), Caller(plant.safety)
    body = {"kind": "hot_work", "place": "罐区东侧", "text": "两人电焊"}
    status, made = guard.ask("POST", "unpermitted-work", body)
    assert (status, made["ended_at"]) == (201, None)
    path = f"unpermitted-work/{made['id']}/settle"
    assert chief.ask("POST", path, {"how": "已停止"})[1]["ended_how"] == "已停止"
    assert guard.ask("POST", path, {"how": "再次"})[0] == 403


@pytest.mark.clause("GBW-227")
def test_the_archive_is_checked_over_rest(plant, hot):
    permit = actions.finish(plant.guardian, actions.start(plant.guardian, hot))
    permit = actions.accept(plant.head, permit, conditions_of(permit))
    actions.archive(plant.head, permit)
    actions.seal_days(plant.hand.go(days=1))
    day = (plant.hand.now() - timedelta(days=1)).date().isoformat()
    chief = Caller(plant.safety)
    found = chief.ask("POST", "permit-archive/check", {"first": day, "last": day})[1]
    assert found == {"days": 1, "permits": 1, "wrong": []}
    backwards = {"first": "2026-11-24", "last": "2026-11-23"}
    assert codes(chief.ask("POST", "permit-archive/check", backwards)[1]) == {"period"}


def test_the_pages_of_devices_and_places_show_and_save(plant, hot):
    lock, client = make_instrument(plant, "L-1", "lock"), sign_in(plant.safety)
    new = {"form": "fixed", "number": "F-1", "name": "探测器"}
    assert client.post(reverse("permits:detector_create"), new).status_code == 302
    found = Instrument.objects.get(number="F-1")
    for name in ("detectors", "locks", "fixed_areas", "places", "unpermitted", "archives"):
        assert client.get(reverse(f"permits:{name}")).status_code == 200
    for pk in (lock.pk, found.pk):
        assert client.get(reverse("permits:detector", args=[pk])).status_code == 200
    permit = actions.start(plant.guardian, hot)
    guard = sign_in(plant.guardian)
    page = guard.get(reverse("permits:permit", args=[permit.pk])).content.decode()
    assert "领取开锁授权码" in page and "绑定检测仪" in page
    url = reverse("permits:lock_code", args=[permit.pk])
    answer = guard.post(url, {"lock": str(lock.pk)}).content.decode()
    assert "只显示这一次" in answer
    page = guard.get(reverse("permits:detector", args=[lock.pk])).content.decode()
    assert f"收回 {permit.number} 的授权码" in page
    end = reverse("permits:lock_code_end", args=[LockGrant.objects.get().pk])
    assert guard.post(end).status_code == 302
    assert LockGrant.objects.get().ended_at is not None
    report = {"kind": "hot_work", "place": "罐区", "text": "电焊"}
    assert guard.post(reverse("permits:unpermitted_report"), report).status_code == 302
    span = {"first": "2026-11-01", "last": "2026-11-23"}
    assert client.post(reverse("permits:archive_check"), span).status_code == 302
    zipped = client.post(reverse("permits:archive_export"), span)
    assert zipped["Content-Type"] == "application/zip"
    assert b"".join(zipped)[:2] == b"PK"
