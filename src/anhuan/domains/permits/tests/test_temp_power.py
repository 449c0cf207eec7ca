"""Temporary power from its bounds to its close, over REST: the only special work that may be
prolonged (10.8), so the one that goes through every deed of a permit's life."""

from datetime import timedelta

import pytest

from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.tests.make import conditions_of, settle_measures
from anhuan.domains.permits.tests.test_api import Caller, apply_body, reserve_body

pytestmark = pytest.mark.django_db
ELECTRICIAN = {"trade": "electric", "number": "T37010219800101", "valid_until": "2028-01-01"}
FILLED = {
    "source_point": "MCC-2 备用回路", "allowed_kw": 5, "voltage_v": 380,
    "exceptional_reason": "整月检修", "devices": [{"name": "切割机", "rated_kw": 2.2}],
    "risk_result": ["触电"],
}  # fmt: skip


class Course:
    """One permit and who does what to it."""

    def __init__(self, plant):
        self.plant = plant
        body = reserve_body(
            plant, kind="temp_power", content="检修用电", values={"conditions": ["exceptional"]}
        )
        status, made = Caller(plant.applicant).post("", body)
        assert status == 201, made
        self.pk = made["id"]

    def does(self, who, deed, **body):
        status, answer = Caller(getattr(self.plant, who)).post(f"/{self.pk}/{deed}", body)
        assert status == 200, (deed, answer)
        return answer["state"]

    def refused(self, who, deed, **body):
        status, answer = Caller(getattr(self.plant, who)).post(f"/{self.pk}/{deed}", body)
        assert status == 422, answer
        return {one["code"] for one in answer["blockers"]}

    @property
    def permit(self):
        return Permit.objects.get(pk=self.pk)

    @property
    def log(self):
        """What the history on the page and REST shows, the oldest first."""
        return [one["deed"] for one in Caller(self.plant.head).get(f"/{self.pk}")["signatures"]]


def applied(plant):
    course = Course(plant)
    course.does("head", "approve-reservation")
    filled = apply_body(plant) | {"values": FILLED | {"power_user": str(plant.worker.person_id)}}
    filled["people"][0]["certificates"] = filled["people"][1]["certificates"] = [ELECTRICIAN]
    course.does("applicant", "apply", **filled)
    return course


def issued(plant):
    course = applied(plant)
    course.does("applicant", "analyse")
    settle_measures(plant, course.permit)
    course.does("applicant", "brief")
    course.does("worker", "sign-briefing", read_s=30)
    course.does("applicant", "fill", values={"connect_lock": "LK-07"})
    course.does("applicant", "submit")
    while course.permit.state == "approving":
        role = course.permit.approvals.filter(asked_at__isnull=False, decided_at=None).first().role
        course.does({"guardian": "guardian", "work_leader": "leader"}.get(role, "head"), "approve")
    return course


@pytest.mark.clause("PTW-019")
def test_scope_application_approval_extension_and_closing_stand_in_the_log(plant):
    course = issued(plant)
    course.does("guardian", "start")
    end = course.permit.ends_at
    assert course.refused("head", "extend", until=(end + timedelta(days=31)).isoformat()) >= {
        "reason_missing", "too_long"
    }  # fmt: skip
    until = end + timedelta(days=20)
    course.does("head", "extend", until=until.isoformat(), reason="检修延长")
    assert course.permit.valid_until == until
    course.does("guardian", "finish")
    course.does("applicant", "fill", values={"remove_lock": "LK-07"})
    course.does("head", "accept", conditions=conditions_of(course.permit))
    assert course.does("head", "archive") == "archived"
    wanted = ["reserve", "approve_reservation", "apply", "approve", "start", "extend", "finish",
              "accept", "archive"]  # fmt: skip
    assert [one for one in course.log if one in wanted and one != "approve"] == [
        one for one in wanted if one != "approve"
    ]
    assert "approve" in course.log


@pytest.mark.clause("PTW-019")
def test_cancelling_needs_two_and_stands_in_the_log(plant):
    course = applied(plant)
    assert course.refused("head", "cancel") == {"cancel_not_asked"}
    course.does("applicant", "ask-cancel", reason="改用固定电源")
    assert course.does("head", "cancel") == "cancelled"
    assert course.log[-2:] == ["ask_cancel", "cancel"]
