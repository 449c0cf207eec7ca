"""Places where people gather too often: found, analysed, followed up (AQ 3064.3-2025 5.3.2)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from anhuan.domains.alarms import actions
from anhuan.domains.alarms.models import GatheringStudy
from anhuan.domains.alarms.rules import Place
from anhuan.domains.alarms.rules import studies as rules
from anhuan.domains.alarms.tests.make import (
    PEOPLE,
    T0,
    make_account,
    make_alarm,
    make_area,
    make_company,
    make_study,
)
from anhuan.domains.audit.actions import SYSTEM
from anhuan.kernel import clock
from anhuan.kernel.errors import Refused
from anhuan.kernel.ids import uuid7

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = date(2026, 11, 22)
BACKEND = "anhuan.web.backend.AccountBackend"


@pytest.fixture
def company():
    return make_company()


def gather(company, area, times, kind="crowd_orange", days_ago=1, people=4):
    for n in range(times):
        at = clock.now() - days_ago * DAY
        make_alarm(company, kind=kind, condition=f"{area.code}{kind}{days_ago}{n}", raised_at=at,
                   place=Place(area=area.pk), people=PEOPLE * people)  # fmt: skip


def enter(client, company, role):
    account = make_account(company, role, role)
    client.force_login(account, backend=BACKEND)
    return account


def test_the_worst_place_comes_first_and_rare_ones_are_left_out():
    a, b, c = uuid7(), uuid7(), uuid7()
    found = rules.frequent(
        [rules.Gathering(where, T0 + k * DAY, grade, 3 + k)
         for where, grades in ((a, (3, 3, 3)), (b, (3, 1, 2, 3)), (c, (1, 1)))
         for k, grade in enumerate(grades)]
    )  # fmt: skip
    assert [(one.area, one.times, one.grave, one.most) for one in found] == [
        (b, 4, 2, 6), (a, 3, 0, 5),
    ]  # fmt: skip
    assert [one.area for one in rules.frequent([rules.Gathering(c, T0, 1, 7)], least=1)] == [c]


@pytest.mark.parametrize(
    ("cause", "measure", "due", "has_open", "codes"),
    [
        ("交接班", "错峰", TODAY, False, []),
        (" ", "", TODAY, False, ["cause_missing", "measure_missing"]),
        ("交接班", "错峰", TODAY - DAY, True, ["due_past", "study_open"]),
    ],
)
def test_an_analysis_names_cause_measure_and_a_day_to_come(cause, measure, due, has_open, codes):
    found = rules.study_blockers(cause, measure, due, TODAY, has_open)
    assert [one.code for one in found] == codes


@pytest.mark.clause("AQL-058")
def test_a_frequent_place_leads_to_an_analysis_with_measure_owner_and_day(client, company):
    often, seldom = make_area(company), make_area(company, "A2", name="二号装置")
    gather(company, often, 3)
    gather(company, seldom, 2)
    gather(company, seldom, 1, days_ago=31)
    enter(client, company, "safety_manager")
    page = client.get(reverse("alarms:gatherings")).content.decode()
    assert "一号装置" in page and "3 次" in page and "4 人" in page and "二号装置" not in page
    assert "二号装置" in client.get(reverse("alarms:gatherings") + "?least=2").content.decode()
    form = client.get(reverse("alarms:study_create") + f"?area={often.pk}").content.decode()
    assert f'value="{often.pk}" selected' in form
    owner = make_study(company, seldom).owner
    sent = {"area": often.pk, "owner": owner.pk, "cause": "工具领用集中", "measure": "增设工具点",
            "due": (clock.now() + 10 * DAY).date().isoformat()}  # fmt: skip
    assert client.post(reverse("alarms:study_create"), sent).status_code == 302
    one = GatheringStudy.objects.get(area=often)
    assert (one.times_before, one.owner, one.done_at) == (3, owner, None)
    shown = client.get(reverse("alarms:study", args=[one.pk])).content.decode()
    for word in ("工具领用集中", "增设工具点", "赵六", "进行中", "分析前 30 天预警"):
        assert word in shown
    assert "进行中" in client.get(reverse("alarms:gatherings")).content.decode()
    assert client.post(reverse("alarms:study_create"), sent).status_code == 422
    done = client.post(reverse("alarms:study_finish", args=[one.pk]), {"result": "已增设两处"})
    assert done.status_code == 302
    one.refresh_from_db()
    assert one.done_at is not None
    assert "已完成" in client.get(reverse("alarms:studies")).content.decode()


def test_what_is_done_is_not_changed_and_done_needs_words(company):
    one = make_study(company, make_area(company))
    with pytest.raises(Refused) as refused:
        actions.finish_study(SYSTEM, one, " ")
    assert [b.code for b in refused.value.blockers] == ["result_missing"]
    actions.finish_study(SYSTEM, one, "已落实")
    with pytest.raises(Refused) as refused:
        actions.change_study(SYSTEM, one, measure="别的")
    assert [b.code for b in refused.value.blockers] == ["already_done"]


def test_over_rest(client, company):
    area = make_area(company)
    gather(company, area, 3, kind="crowd_red", people=7)
    enter(client, company, "safety_manager")
    (spot,) = client.get(reverse("alarms:api_spots")).json()
    assert (spot["name"], spot["times"], spot["grave"], spot["most"]) == ("一号装置", 3, 3, 7)
    assert spot["study"] is None
    assert client.get(reverse("alarms:api_spots") + "?least=0").status_code == 422
    one = make_study(company, area)
    url = reverse("alarms:api_study", args=[one.pk])
    assert client.patch(url, {"measure": "限流"}, "application/json").json()["measure"] == "限流"
    body = {"area": str(area.pk), "cause": "a", "measure": "b", "owner": str(one.owner_id),
            "due": "2020-01-01"}  # fmt: skip
    codes = [b["code"] for b in client.post(reverse("alarms:api_studies"), body,
                                            "application/json").json()["blockers"]]  # fmt: skip
    assert codes == ["due_past", "study_open"]
    assert client.post(f"{url}/finish", {"result": "好"}, "application/json").json()["done_at"]
    enter(client, company, "operator")
    assert client.patch(url, {}, "application/json").status_code == 403
