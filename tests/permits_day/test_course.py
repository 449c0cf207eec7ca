"""What people do on the way of a permit, and what everybody can see of it, by REST and page."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import PASSWORD, make_account, make_contractor
from anhuan.domains.permits.tests.make import make_member
from tests.permits_day import bodies
from tests.permits_day.calling import Near
from tests.permits_day.walk import Day, Picture

PERMITS = {
    "reserved": ("reserved", "hot_work", {}),
    "drafted": ("drafted", "hot_work", {}),
    "tested": ("tested", "hot_work", {}),
    "approving": ("approving", "hot_work", {}),
}
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


def at_work(day: Day) -> Picture:
    """Hot work from ten to two."""
    return day.on(day.take("approving"), "working")


def read(day: Day, who: str, url: str) -> str:
    client: Any = day.by(who)
    answer = client.client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return str(answer.content.decode())


@pytest.mark.clause("PTW-118", "PTW-001", "AQP-016")
def test_what_nobody_has_approved_is_not_applied_for(day: Day) -> None:
    reserved = day.take("reserved")
    body = bodies.application(day.plant)
    assert day.codes("applicant", reserved, "apply", **body) == {"out_of_order"}
    day.do("head", reserved, "approve-reservation")
    assert day.do("applicant", reserved, "apply", **body)["state"] == "drafted"


@pytest.mark.clause("PTW-165", "PTW-047", "GBW-006")
@pytest.mark.parametrize("column", ["step", "hazard", "consequence", "measure"])
def test_every_line_of_the_analysis_has_its_four_columns(day: Day, column: str) -> None:
    drafted = day.take("drafted")
    body = bodies.application(day.plant)
    body["risks"][0][column] = ""
    assert day.codes("applicant", drafted, "apply", **body)
    body["risks"] = []
    day.do("applicant", drafted, "apply", **body)
    assert day.codes("applicant", drafted, "analyse") == {"risks_missing"}


@pytest.mark.clause("AQP-030", "PTW-047")
def test_signing_without_an_analysis_is_refused_and_rings(day: Day) -> None:
    drafted = day.take("drafted")
    body = bodies.application(day.plant)
    day.do("applicant", drafted, "apply", **(body | {"risks": []}))
    assert "risks_missing" in day.codes("head", drafted, "approve")
    assert "80" in {one["code"] for one in day.get(drafted)["alarms"]}


@pytest.mark.clause("PTW-056", "PTW-055")
def test_each_measure_bears_the_name_of_who_confirmed_it(day: Day) -> None:
    aired = day.take("tested")
    form = day.form(aired)
    rows = aired["measures"][:3]
    for who, one in zip(("guardian", "leader", "worker"), rows, strict=True):
        found = day.do(who, aired, "confirm-measure", **bodies.settled(one, form))
    names = [one["confirmed_by"] for one in found["measures"][:3]]
    assert names == ["监护员", "负责人", "焊工"]


@pytest.mark.clause("PTW-084")
def test_a_measure_added_on_the_spot_is_confirmed_like_the_others(day: Day) -> None:
    aired = day.take("tested")
    added = day.do("guardian", aired, "add-measure", text="邻近取样口已停用并挂牌")
    row = added["measures"][-1]
    assert (row["text"], row["confirmed_at"]) == ("邻近取样口已停用并挂牌", None)
    for one in aired["measures"]:
        found = day.do("guardian", aired, "confirm-measure", **bodies.settled(one, day.form(aired)))
    assert found["state"] == "tested"
    body = {"no": row["no"], "is_involved": True}
    assert day.do("guardian", aired, "confirm-measure", **body)["state"] == "measures_confirmed"


@pytest.mark.clause("PTW-073", "PTW-049")
def test_the_key_moments_are_photographed_where_and_when(
    day: Day, settings: Any, tmp_path: Any
) -> None:
    approving = day.take("approving")
    settings.FILES_URL = f"file://{tmp_path}"
    steps = ["analyse", "test_gas", "confirm_measure", "sign_briefing", "approve"]
    for step in steps:
        body = {
            "file": SimpleUploadedFile("a.png", PNG + step.encode()), "step": step,
            "taken_at": day.now.isoformat(),
        }  # fmt: skip
        client: Any = day.by("head" if step == "approve" else "guardian")
        path = f"/api/v1/permits/{approving['id']}/photos"
        assert client.client.post(path, body).status_code == 201
    shown = day.get(approving)["photos"]
    assert [one["step"] for one in shown] == steps
    assert all(one["where"]["by"] == "position" for one in shown)


@pytest.mark.clause("AQP-036", "AQP-035")
def test_who_signs_is_asked_for_the_password_and_the_server_notes_the_time(day: Day) -> None:
    approving = day.take("approving")
    wrong = day.codes("guardian", approving, "approve", password="Anhuan-2026-nein")
    assert wrong == {"password_wrong"}
    day.plant.hand.go(seconds=30)
    found = day.do(
        "guardian", approving, "approve", password=PASSWORD, decided_at="2020-01-01T00:00:00Z"
    )
    signed = found["signatures"][-1]
    assert (signed["method"], signed["name"]) == ("password", "监护员")
    assert found["approvals"][0]["decided_at"] == day.now.isoformat().replace("+00:00", "Z")


@pytest.mark.clause("PTW-061")
def test_a_shift_passes_when_the_next_one_takes_it(day: Day) -> None:
    working = at_work(day)
    other = make_member(day.plant.company, Role.SHIFT_LEADER, name="夜班长")
    day.clients["night"] = day.call(other)
    offer = {"taker": str(other.person_id), "note": "下风向有积液"}
    found = day.do("shift", working, "hand-over-shift", **offer)
    assert found["handovers"][0]["taken_at"] is None
    assert day.codes("worker", working, "take-over") == {"not_yours"}
    assert day.do("night", working, "take-over", point="")["handovers"][0]["taken_at"]


@pytest.mark.clause("PTW-062", "AQP-049")
def test_whoever_is_instructed_during_the_work_signs_before_it_goes_on(day: Day) -> None:
    working = at_work(day)
    day.plant.hand.go(minutes=1)
    day.do("guardian", working, "brief", text="起风后注意火花方向")
    day.do("worker", working, "suspend", reason="交底")
    found = day.get(working)["briefing"]
    assert (found["text"], found["given_by"]) == ("起风后注意火花方向", "监护员")


@pytest.mark.clause("PTW-067")
def test_remarks_of_guardians_and_managers_stay_on_the_permit(day: Day) -> None:
    working = at_work(day)
    day.do("guardian", working, "remark", text="灭火器已移到上风侧")
    day.do("boss", working, "remark", text="安全带未高挂", is_problem=True)
    assert [(one["by_name"], one["is_problem"]) for one in day.get(working)["remarks"]] == [
        ("监护员", False), ("厂长", True),
    ]  # fmt: skip
    assert "安全带未高挂" in read(day, "safety", f"/permits/{working['id']}/")


@pytest.mark.clause("PTW-066", "PTW-095", "AQP-091", "PTW-163", "PTW-008")
def test_from_afar_one_sees_the_steps_the_air_and_the_measures(day: Day) -> None:
    working = at_work(day)
    for value in (0.12, 0.31):
        day.plant.hand.go(minutes=5)
        day.do("guardian", working, "record-gas", **bodies.sample(day.now, methane=value))
    found = day.get(working, "boss")
    assert [one["readings"][0]["value"] for one in found["gas"]["tests"]] == [0.31, 0.12, 0.1]
    page = read(day, "boss", f"/permits/{working['id']}/")
    for words in ("0.31", "0.12", "监护员", "签字链校验通过", "现场配有灭火器"):
        assert words in page, words


@pytest.mark.clause("AQP-077", "AQP-026")
def test_an_alarm_of_a_permit_is_acknowledged_handled_and_closed(day: Day) -> None:
    working = at_work(day)
    from anhuan.domains.permits import actions

    day.plant.hand.go(hours=4, seconds=1)
    actions.tick_due(day.now)
    row = next(one for one in day.get(working)["alarms"] if one["code"] == "10")
    alarm = f"alarms/{row['alarm']}"
    operator = Near(make_member(day.plant.company, Role.OPERATOR))
    assert operator.send("POST", f"{alarm}/acknowledge").status == 200
    day.do("guardian", working, "finish")
    assert "not_handled" in operator.send("POST", f"{alarm}/close").codes
    handled = {"cause": "real", "result": "人员已撤离，重新办票"}
    assert operator.send("POST", f"{alarm}/handle", handled).status == 200
    done = operator.send("POST", f"{alarm}/close")
    assert done.status == 200, done.body


@pytest.mark.clause("GBW-221")
def test_a_contractor_neither_sees_nor_issues_a_permit(day: Day) -> None:
    approving = day.take("approving")
    firm = make_contractor()
    stranger = Near(make_account(firm, Role.DEPARTMENT_HEAD))
    for method, path in (("GET", ""), ("POST", "/approve"), ("POST", "/archive")):
        assert stranger.send(method, f"permits/{approving['id']}{path}").status == 404
