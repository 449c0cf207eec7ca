"""Other systems: reading, raising, acting."""

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from anhuan.domains.alarms import actions
from anhuan.domains.alarms.models import Alarm
from anhuan.domains.alarms.queries import card_of
from anhuan.domains.alarms.tests.make import make_account, make_alarm, make_area, make_company
from anhuan.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return make_company()


@pytest.fixture
def operator(company):
    return make_account(company, "operator", "李四")


@pytest.fixture
def api(operator):
    client = APIClient()
    client.force_authenticate(operator)
    return client


def do(api, alarm, deed, **body):
    return api.post(f"/api/v1/alarms/{alarm.pk}/{deed}", body, format="json")


def test_a_page_of_cards(api, company):
    alarm = make_alarm(company)
    answer = api.get("/api/v1/alarms").json()
    assert answer["results"] == [card_of(Alarm.objects.get(pk=alarm.pk))]


def test_one_with_everything_behind_it(api, company):
    alarm = make_alarm(company, snapshot={"people": []})
    answer = api.get(f"/api/v1/alarms/{alarm.pk}").json()
    assert answer["inputs"] == {"count": 5, "limit": 4}
    assert [step["verb"] for step in answer["steps"]] == ["raise"]


def test_the_list_narrows_like_the_page(api, company):
    make_alarm(company, condition="a", kind="sos")
    make_alarm(company, condition="b")
    assert len(api.get("/api/v1/alarms", {"kind": "sos"}).json()["results"]) == 1


def test_each_deed_answers_the_card(api, company):
    alarm = make_alarm(company)
    assert do(api, alarm, "acknowledge").json()["state"] == "acknowledged"
    assert do(api, alarm, "shelve", minutes=60, reason="检修").json()["shelved_until"]
    assert do(api, alarm, "unshelve").json()["shelved_until"] is None
    assert do(api, alarm, "handle", cause="real", result="已疏散").json()["handled"] is True
    assert do(api, alarm, "clear", note="现场确认").json()["active"] is False
    assert do(api, alarm, "close").json()["closed"] is True


def test_a_refusal_is_422_with_every_reason(api, company):
    answer = do(api, make_alarm(company), "close")
    assert answer.status_code == 422
    codes = [blocker["code"] for blocker in answer.json()["blockers"]]
    assert codes == ["not_acknowledged", "not_handled", "still_active"]


def test_blank_results_are_refused_with_words(api, company):
    answer = do(api, make_alarm(company), "handle", cause="", result="")
    codes = [blocker["code"] for blocker in answer.json()["blockers"]]
    assert (answer.status_code, codes) == (422, ["cause_missing", "result_missing"])


BODY = {
    "kind": "over_count", "condition": "gds:17", "title": "气体报警联动", "text": "AT-101 高报",
    "place": {"x_m": 1.0, "y_m": 2.0, "floor": 1}, "inputs": {"value": 26.0, "limit": 25.0},
}  # fmt: skip


@pytest.mark.clause("POS-058")
def test_another_system_raises_once_and_returns(api, company):
    headers = {"Idempotency-Key": "gds-17-2026-11-21"}
    first = api.post("/api/v1/alarms", BODY, format="json", headers=headers)
    again = api.post("/api/v1/alarms", BODY, format="json", headers=headers)
    assert (first.status_code, again.json()["id"]) == (201, first.json()["id"])
    alarm = Alarm.objects.get()
    assert (alarm.source, alarm.repeats, alarm.x_m) == ("api:李四", 0, 1.0)
    do(api, alarm, "return")
    assert Alarm.objects.get().returned_at is not None


def test_the_same_condition_and_time_is_one_alarm_even_without_a_key(api, company):
    body = BODY | {"raised_at": "2026-11-21T08:00:00Z"}
    for _ in range(2):
        api.post("/api/v1/alarms", body, format="json")
    alarm = Alarm.objects.get()
    assert alarm.repeats == 0


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kind": "nonsense"}, "kind_invalid_choice"),
        ({"raised_at": "2099-01-01T00:00:00Z"}, "clock_ahead"),
        ({"place": {"area": "11111111-1111-1111-1111-111111111111"}}, "unknown_area"),
        ({"title": ""}, "title_blank"),
        ({"priority": 5}, "priority_max_value"),
    ],
)
def test_what_another_system_may_not_say(api, company, change, code):
    answer = api.post("/api/v1/alarms", BODY | change, format="json")
    assert answer.status_code == 422
    assert [blocker["code"] for blocker in answer.json()["blockers"]] == [code]
    assert not Alarm.objects.exists()


def test_the_engine_s_alarms_are_not_returned_from_outside(api, company):
    answer = do(api, make_alarm(company), "return")
    assert answer.json()["blockers"][0]["code"] == "not_from_outside"


def test_areas_of_other_companies_are_unknown(api):
    area = make_area(make_company("other"))
    answer = api.post("/api/v1/alarms", BODY | {"place": {"area": str(area.pk)}}, format="json")
    assert answer.json()["blockers"][0]["code"] == "unknown_area"


@pytest.mark.parametrize(("role", "read", "act"), [
    ("regulator", 200, 403), ("worker", 403, 403), ("administrator", 200, 403),
    ("shift_leader", 200, 200),
])  # fmt: skip
def test_rights(company, role, read, act):
    client = APIClient()
    client.force_authenticate(make_account(company, role))
    alarm = make_alarm(company)
    assert client.get("/api/v1/alarms").status_code == read
    assert do(client, alarm, "acknowledge").status_code == act


def test_a_gathering_is_judged(api, company):
    alarm = make_alarm(company, kind="crowd_red")
    until = clock.now().replace(microsecond=0).isoformat()
    answer = do(api, alarm, "approve", reason="吊装", measures="监护", until=until)
    assert answer.json()["blockers"][0]["code"] == "until_wrong"


def test_a_kind_switched_off(api, company):
    company.alarm_kinds.filter(code="over_count").update(is_enabled=False)
    answer = api.post("/api/v1/alarms", BODY, format="json")
    assert answer.json()["blockers"][0]["code"] == "kind_disabled"
    assert actions.seed_kinds(company) == 0
    assert reverse("alarms:api_alarms") == "/api/v1/alarms"
