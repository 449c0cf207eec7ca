"""What the phone lists and shows: mine first, limits from the server, what is missing."""

from datetime import timedelta

import pytest

from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import sign_in
from anhuan.domains.permits.tests.make import (
    AWAY,
    accepted,
    analysed,
    approving,
    briefed,
    make_member,
    reserved,
    working,
)
from anhuan.domains.permits.tests.make_devices import says, space_issued, watched
from anhuan.web.fieldwork.tests.make import Phone, codes

pytestmark = pytest.mark.django_db


def groups(one: Phone) -> dict[str, int]:
    return {row["key"]: len(row["permits"]) for row in one.view("permits").json()["groups"]}


def todos(one: Phone) -> list[str]:
    rows = one.client.get("/api/v1/field/todos").json()["todos"]
    return [row["id"] for row in rows if row["source"] == "permits"]


@pytest.mark.clause("PTW-157", "INS-006")
def test_the_next_operator_has_it_on_the_phone_and_the_one_before_no_longer(plant, phone):
    permit = approving(plant)
    assert todos(phone("guardian")) == [f"permit:{permit.pk}"]
    assert todos(phone("leader")) == []
    phone("guardian").do("permit.approve", permit=str(permit.pk))
    assert todos(phone("guardian")) == []
    assert todos(phone("leader")) == [f"permit:{permit.pk}"]


def test_permits_are_grouped_by_what_is_asked_of_me(plant, phone):
    reserved(plant, content="甲")
    analysed(plant, content="乙")
    working(plant, content="丙")
    assert groups(phone("analyst")) == {"test_gas": 1}
    assert groups(phone("guardian")) == {"working": 1, "others": 1}
    assert groups(phone("worker")) == {"others": 2}
    assert groups(phone("head"))["approve_reservation"] == 1


def test_nobody_sees_what_is_none_of_theirs(plant, phone):
    permit = working(plant)
    other = Phone(make_member(plant.company, Role.WORKER, name="路人"))
    assert groups(other) == {} and todos(other) == []
    assert other.view("permit", id=str(permit.pk)).status_code == 404
    assert other.view("permit", id="x").status_code == 404
    visitor = Phone(make_member(plant.company, Role.VISITOR, name="访客"))
    assert visitor.view("permits").status_code == 404


def test_the_limits_while_typing_are_the_standards(plant, phone):
    """Methane burns from 5 %: 0.5 % by volume, 10 % of its LEL; what burns earlier: 0.2 %."""
    permit = analysed(plant)
    page = phone("analyst").view("permit", id=str(permit.pk)).json()
    limits = {one["key"]: one["limits"] for one in page["gas"]["gases"]}
    assert limits["methane"]["vol_pct"] == {"least": None, "most": 0.5}
    assert limits["methane"]["lel_pct"]["most"] == pytest.approx(10)
    assert limits["methane"]["ppm"]["most"] == pytest.approx(5000)
    assert limits["benzene"]["vol_pct"]["most"] == 0.2
    assert limits["oxygen"]["vol_pct"] == {"least": None, "most": 23.5}
    assert page["gas"]["needed"] and page["next"]["deed"] == "test_gas"


def test_a_permit_says_what_is_missing_where_i_stand_and_what_falls_due(plant, phone):
    permit = briefed(plant)
    plant.hand.go(minutes=31)
    page = phone("applicant").view("permit", id=str(permit.pk)).json()
    assert "gas_stale" in [one["code"] for one in page["missing"]]
    assert page["next"]["deed"] == "submit" and "applicant" not in page["my_parts"]
    assert page["here"]["radius_m"] == 5.0
    measure = next(one for one in page["measures"] if one["boxes"])
    assert {"key", "label", "type", "unit", "least", "most"} <= measure["boxes"][0].keys()


def test_a_running_permit_counts_down_and_knows_my_part(plant, phone):
    live = phone("guardian").view("permit", id=str(working(plant).pk)).json()
    assert "expires" in [one["what"] for one in live["timers"]]
    assert live["my_parts"] == ["guardian"]


def test_who_may_not_see_positions_is_not_told_them(plant, phone):
    permit = working(plant)
    assert phone("worker").view("permit", id=str(permit.pk)).json()["scene"] is None
    seen = phone("safety").view("permit", id=str(permit.pk)).json()["scene"]
    assert sorted(seen["present"]) == ["焊工", "监护员", "负责人"] and len(seen["strangers"]) == 6


@pytest.mark.clause("PTW-147")
def test_work_is_asked_for_from_a_phone_and_waits_for_who_approves(plant, phone):
    applicant, now = phone("applicant"), plant.hand.now()
    found = applicant.view("permit-new").json()
    unit = next(one for one in found["units"] if one["mine"])
    asked = {
        "kind": "hot_work", "content": "焊接支架", "place": "二号泵房", "unit": unit["id"],
        "work_unit": "检修一班", "area": str(plant.area.pk), "starts_at": now.isoformat(),
        "ends_at": (now + timedelta(hours=4)).isoformat(),
    }  # fmt: skip
    assert codes(applicant.do("permit.reserve", **asked)) == ["same_day"]
    answer = applicant.do("permit.reserve", ago_s=600, urgent_reason="支架脱落", **asked)
    assert answer["result"]["state"] == "reserved", answer
    assert todos(phone("head")) == [f"permit:{answer['result']['permit']}"]
    assert codes(phone("worker").do("permit.reserve", **asked)) == ["no_right"]


@pytest.mark.clause("PTW-158")
def test_desk_and_phone_tell_of_every_step_of_an_accepted_permit(plant, phone):
    permit = accepted(plant)
    seen = phone("guardian").view("permit", id=str(permit.pk)).json()
    steps = ("risks", "measures", "approvals", "acceptance", "signatures")
    assert all(seen[step] for step in steps) and seen["gas"]["tests"] and seen["briefing"]["text"]
    desk = sign_in(plant.safety).get(f"/permits/{permit.pk}/").content.decode()
    told = [one["name"] for one in seen["signatures"]] + [seen["risks"][0]["hazard"]]
    told += [seen["measures"][0]["text"], seen["gas"]["tests"][0]["analyst"]]
    assert [text for text in told if text not in desk] == []


@pytest.mark.clause("PTW-115")
def test_whether_the_guardian_is_there_is_shown_as_positioning_sees_it(plant, phone):
    permit, guardian = str(working(plant).pk), plant.guardian.person.name
    scene = phone("shift").view("permit", id=permit).json()["scene"]
    assert guardian in scene["present"] and guardian not in scene["absent"]
    plant.put(plant.guardian, AWAY)
    scene = phone("shift").view("permit", id=permit).json()["scene"]
    assert guardian in scene["absent"] and guardian not in scene["present"]


@pytest.mark.clause("PTW-043")
def test_the_phone_shows_what_a_portable_detector_reads_and_the_alarm_of_too_much(plant, phone):
    permit = watched(plant, space_issued(plant), "P-1")
    says(plant, "P-1", methane=3.0)
    seen = phone("guardian").view("permit", id=str(permit.pk)).json()
    (detector,) = seen["air"]["detectors"]
    assert detector["number"] == "P-1" and not detector["is_silent"]
    assert 3.0 in [one["value"] for one in detector["readings"]]
    says(plant, "P-1", methane=60.0)
    seen = phone("guardian").view("permit", id=str(permit.pk)).json()
    assert seen["state"] == "suspended" and seen["alarms"]
