"""Pages and REST as people and programs meet them; the morning and the score."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from anhuan.desk.tests.budget import assert_flat
from anhuan.domains.alarms.models import Alarm
from anhuan.domains.notify.models import Notice
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_company, sign_in
from anhuan.domains.plant.tests.factories import make_site
from anhuan.domains.reporting import actions
from anhuan.domains.reporting.models import Commitment, Delivery, ReportingSettings, Target
from anhuan.domains.reporting.pages.words import when
from anhuan.domains.reporting.queries.morning import is_planned
from anhuan.domains.reporting.queries.score import score_at
from anhuan.domains.reporting.rules.commitment import UNITS, WORDS
from anhuan.domains.reporting.rules.outcomes import ACCEPTED, Outcome
from anhuan.domains.reporting.rules.score import Part
from anhuan.domains.reporting.tests.make import alarm, make_target, take
from anhuan.kernel import clock

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Shanghai")
COMMITMENT = {
    **dict.fromkeys(UNITS, "0"), "unitsNumber": "3", "runNumber": "2", "parkNumber": "1",
    "grade": "4", "duty_leader": "赵总", "duty_phone": "13800000000", "duties_done": "on",
    "content": WORDS,
}  # fmt: skip


@pytest.fixture
def company():
    found = make_company()
    make_site(found)
    return found


@pytest.fixture
def safety(company):
    return make_account(company, Role.SAFETY_MANAGER)


@pytest.fixture
def head(company):
    return make_account(company, Role.PLANT_HEAD)


def url(name, *args):
    return reverse(f"reporting:{name}", args=args)


def morning(hour, minute=0):
    return time_machine.travel(datetime(2026, 11, 23, hour, minute, tzinfo=ZONE), tick=False)


def send(target):
    batch = actions.claim(target.pk, clock.now())
    return actions.note_outcome(batch.pk, Outcome(ACCEPTED, "已接收", "HZ-77"), clock.now())


def test_a_receiver_is_added_put_to_work_and_its_record_is_read(company, safety):
    client = sign_in(safety)
    answer = client.post(url("target_create"), {
        "name": "省平台", "level": "province", "system": "2021", "form": "datas",
        "address": "https://province.example/api", "daily_at": "01:00", "tables": ["POS_T1"],
        "options": '{"most_rows": 20}',
    })  # fmt: skip
    target = Target.objects.get()
    assert answer.url == url("target", target.pk) and not target.is_active
    client.post(url("target_start", target.pk))
    take(company, "POS_T1", alarm(realName="孙检修"))
    send(Target.objects.get())
    text = client.get(url("target", target.pk)).content.decode()
    assert "HZ-77" in text and "人员定位报警数据" in text
    one = Delivery.objects.get()
    text = client.get(url("delivery", one.pk)).content.decode()
    assert "孙检修" in text and "HZ-77" in text and "01 一键求救报警" in text
    assert "已送达" in client.get(url("deliveries")).content.decode()


@pytest.mark.clause("AQG-004", "AQG-053")
def test_the_parks_page_says_of_each_kind_of_data_its_form_and_when_it_was_taken_last(
    company, safety
):
    park = make_target(company, level="park", system="aq3064", form="aq_business",
                       tables=["DUAL_T1", "POS_T1"])  # fmt: skip
    client = sign_in(safety)
    take(company, "POS_T1", alarm())
    before = client.get(url("target", park.pk))
    send(park)
    after = client.get(url("target", park.pk))
    facts = {one.label: one.value for one in after.context["facts"]}
    assert (facts["层级"], facts["报文形式"]) == ("化工园区", "AQ 3064.1 业务数据（HTTPS）")
    waiting, sent = lines_of_page(before), lines_of_page(after)
    assert set(sent) == {"风险分析单元信息", "人员定位报警数据"}
    alarms = "人员定位报警数据"
    assert (waiting[alarms]["待发"], waiting[alarms]["最近送达"]) == ("1", when(None))
    assert (sent[alarms]["今日送达"], sent[alarms]["待发"]) == ("1", "0")
    assert sent[alarms]["最近送达"] == when(Delivery.objects.get().finished_at)
    assert (sent[alarms]["频率"], sent["风险分析单元信息"]["频率"]) == ("实时", "每天")
    (message,) = after.context["main_panels"][1].table.rows
    assert (message[3].text, message[-1]) == ("已接收", "HZ-77")


def lines_of_page(answer):
    """Table → column → cell of a receiver's page."""
    table = answer.context["main_panels"][0].table
    cells = [[one[0] if isinstance(one, tuple) else one for one in row] for row in table.rows]
    return {row[0]: dict(zip(table.heads, row, strict=True)) for row in cells}


def test_the_box_of_options_is_empty_where_there_are_none_and_readable_where_there_are(safety):
    page = sign_in(safety).get(url("target_create")).content.decode()
    assert re.search(r'name="options"[^>]*>\s*</textarea>', page)
    target = make_target(safety.company, options={"form": {"orders": "/orders"}})
    page = sign_in(safety).get(url("target_edit", target.pk)).content.decode()
    assert "&quot;orders&quot;: &quot;/orders&quot;" in page


def test_a_wrong_receiver_is_refused_with_every_reason(safety):
    answer = sign_in(safety).post(url("target_create"), {
        "name": "省平台", "level": "province", "system": "2021", "form": "frames",
        "address": "https://u:p@x.example", "daily_at": "01:00", "tables": ["POS_T1"],
        "options": '{"colour": 1}',
    })  # fmt: skip
    text = answer.content.decode()
    assert answer.status_code == 422 and not Target.objects.exists()
    for said in ("tcp", "账号和密码不要写在地址里", "没有选项“colour”"):
        assert said in text


def test_what_is_held_back_names_its_faults_and_leads_to_the_thing(company, safety):
    target = make_target(company)
    take(company, "POS_T1", alarm(CARD_NO=""))
    client = sign_in(safety)
    text = client.get(url("deliveries"), {"state": "held"}).content.decode()
    assert "卡号（CARD_NO）为空" in text
    one = Delivery.objects.get(target=target)
    page = client.get(url("delivery", one.pk)).content.decode()
    assert reverse("alarms:alarm", args=[one.row.subject]) in page
    answer = client.post(url("delivery_resend", one.pk), follow=True).content.decode()
    assert "校验未过" in answer


@pytest.mark.clause("EXC-062")
def test_what_was_refused_is_sent_again_by_hand_and_the_trace_stays(company, safety):
    target = make_target(company)
    take(company, "POS_T1", alarm())
    batch = actions.claim(target.pk, clock.now())
    actions.note_outcome(batch.pk, Outcome("refused", "人员未登记"), clock.now())
    one, client = Delivery.objects.get(), sign_in(safety)
    assert "人员未登记" in client.get(url("delivery", one.pk)).content.decode()
    client.post(url("delivery_resend", one.pk))
    one.refresh_from_db()
    assert one.state == "waiting"
    assert "重新上报" in client.get(url("delivery", one.pk)).content.decode()


def test_the_list_costs_the_same_for_many_as_for_few(company, safety):
    make_target(company)
    client = sign_in(safety)
    assert_flat(client, url("deliveries"), lambda: take(company, "POS_T1", alarm()), rows=3,
                at_most=40)  # fmt: skip


def test_an_identity_number_is_covered_on_pages_and_left_out_of_the_api(company, safety):
    make_target(company, tables=["AQL_B1"])
    row = {
        "ID": "p", "COMPANY_CODE": "c", "COMPANY_NAME": "海晟", "PERSON_NAME": "王海涛",
        "IDENTIFY_NUM": "370502199001011234", "PERSON_TYPE": "01", "BIRTHDAY": "1990-01-01",
        "GENDER": "1", "POSITION_NAME": "外操", "MOBILE_NUMBER": "13812345678",
        "AFFILIATED_DEPARTMENT": "生产一部", "DELETED": "0",
    }  # fmt: skip
    take(company, "AQL_B1", row)
    one, client = Delivery.objects.get(), sign_in(safety)
    text = client.get(url("delivery", one.pk)).content.decode()
    assert "370502199001011234" not in text and "13812345678" not in text
    shown = client.get(url("api_delivery", one.pk)).json()["content"]
    assert "IDENTIFY_NUM" not in shown and shown["PERSON_NAME"] == "王海涛"


@pytest.mark.clause("EXC-024")
def test_the_head_commits_in_time_and_it_goes_out(company, head):
    target = make_target(company, tables=["PROMISE"])
    with morning(9, 59):
        client = sign_in(head)
        answer = client.post(url("commit"), COMMITMENT)
        assert answer.status_code == 302
    found = Commitment.objects.get()
    assert not found.is_late and found.by == head
    sent = Delivery.objects.get(target=target)
    assert sent.state == "waiting" and sent.content["riskGrade"] == "4"
    with morning(11):
        client.post(url("commit"), COMMITMENT | {"grade": "3"})
    found.refresh_from_db()
    assert not found.is_late and found.grade == "3"
    assert [one.version for one in Delivery.objects.order_by("version")] == [1, 2]


@pytest.mark.clause("EXC-025")
def test_a_commitment_at_ten_is_late(company, head):
    with morning(10):
        sign_in(head).post(url("commit"), COMMITMENT)
    assert Commitment.objects.get().is_late


def test_nobody_else_commits_but_the_deputy_who_was_named(company, head, safety):
    client = sign_in(safety)
    answer = client.post(url("commit"), COMMITMENT)
    assert answer.status_code == 422 and "主要负责人或其授权人" in answer.content.decode()
    ReportingSettings.objects.create(company=company, deputy=safety)
    assert client.post(url("commit"), COMMITMENT).status_code == 302
    assert Commitment.objects.get().is_deputy


@pytest.mark.clause("EXC-025")
def test_the_morning_warns_once_and_rings_at_ten_until_it_is_done(company, head):
    make_target(company, tables=["PROMISE", "PTW_T1"])
    with morning(9, 29):
        assert actions.remind(clock.now()) == 0
    with morning(9, 30):
        assert actions.remind(clock.now()) == 2 and actions.remind(clock.now()) == 0
        assert Notice.objects.filter(account=head).count() == 2 and not Alarm.objects.exists()
    with morning(10):
        assert actions.remind(clock.now()) == 2
        assert Alarm.objects.filter(kind__code="reporting_late", returned_at=None).count() == 2
    with morning(10, 20):
        sign_in(head).post(url("commit"), COMMITMENT)
        actions.remind(clock.now())
        ringing = Alarm.objects.filter(returned_at=None)
        assert [one.inputs["what"] for one in ringing] == ["plan"]


def test_a_plant_without_receivers_is_left_alone(company, head):
    with morning(10):
        assert actions.remind(clock.now()) == 0
    assert is_planned(company, datetime(2026, 11, 23, tzinfo=ZONE).date())


def test_the_score_counts_what_there_was_to_do(company):
    target = make_target(company, tables=["POS_T1"])
    with time_machine.travel(datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)) as past:
        take(company, "POS_T1", alarm())
        take(company, "POS_T1", alarm(CARD_NO=""))
        send(target)
        past.shift(timedelta(hours=1, minutes=5))
        now = clock.now()
        found = {one.part: (one.done, one.of) for one in score_at(company, now.date(), now).counts}
    assert found == {
        Part.COMMITMENT: (0, 1), Part.PLAN: (0, 0), Part.ACCESS: (1, 1), Part.COMPLETE: (1, 2),
        Part.TIMELY: (1, 2), Part.CLOSED: (0, 0),
    }  # fmt: skip


def test_an_authority_that_passes_on_owes_no_commitment(company, safety, settings):
    make_target(company)
    settings.ROLE = "province"
    page = sign_in(safety).get(url("overview")).content.decode()
    assert "向上转报" in page and "省风险监测预警系统" in page
    assert "安全承诺" not in page and "完整性评分" not in page


def test_a_wide_table_is_a_card_on_a_phone_each_cell_with_its_head(company, safety):
    make_target(company)
    page = sign_in(safety).get(url("overview")).content.decode()
    assert '<table class="grid wide">' in page and '<td data-label="今日送达">0</td>' in page


@pytest.mark.parametrize("name", ["overview", "deliveries", "commitments", "settings", "commit",
                                  "target_create"])  # fmt: skip
def test_every_page_opens_for_who_may(company, safety, name):
    make_target(company)
    assert sign_in(safety).get(url(name)).status_code == 200


def test_another_company_s_records_do_not_exist(company, safety):
    make_target(other := make_company())
    take(other, "POS_T1", alarm())
    one, client = Delivery.objects.get(), sign_in(safety)
    assert client.get(url("delivery", one.pk)).status_code == 404
    assert client.get(url("api_target", one.target_id)).status_code == 404
    assert client.get(url("api_deliveries")).json()["results"] == []


def test_by_rest_one_sees_sends_again_tests_and_commits(company, head):
    target = make_target(company)
    take(company, "POS_T1", alarm())
    send(target)
    client = sign_in(head)
    one = client.get(url("api_deliveries"), {"state": "sent"}).json()["results"][0]
    assert one["receipt"] == "HZ-77" and one["state"] == "sent"
    again = client.post(url("api_delivery_resend", one["id"])).json()
    assert again["state"] == "waiting"
    body = {"table": "POS_T1"}
    made = client.post(url("api_target_test", target.pk), body, content_type="application/json")
    assert made.status_code == 201 and made.json()["rows"] == 1
    refused = client.post(url("api_delivery_drop", one["id"]), {"why": " "},
                          content_type="application/json")  # fmt: skip
    assert refused.status_code == 422
    data = {
        "units": {"unitsNumber": 1, "runNumber": 1}, "grade": "4", "content": WORDS,
        "duties_done": True, "duty_leader": "赵总", "duty_phone": "138",
    }  # fmt: skip
    made = client.post(url("api_commitments"), data, content_type="application/json")
    assert made.status_code == 201 and made.json()["grade"] == "4"
    assert client.get(url("api_score")).json()["value"] is not None
