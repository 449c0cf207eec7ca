"""Pages and REST of calibration, as those who use them meet them."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from anhuan.domains.alarms.actions import seed_kinds
from anhuan.domains.alarms.tests.make import make_alarm
from anhuan.domains.calibration.models import AlarmTest, StagedEvent, SurveyPoint, WalkTest
from anhuan.domains.calibration.tests import factories as make
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import sign_in
from anhuan.domains.positioning.tests.factories import (
    make_account,
    make_anchor,
    make_company,
    make_points,
    make_site,
    make_tag,
    seal,
)
from anhuan.kernel import clock

pytestmark = pytest.mark.django_db
MIN = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _no_throttling(settings):
    cache.clear()
    settings.REST_FRAMEWORK = settings.REST_FRAMEWORK | {"DEFAULT_THROTTLE_CLASSES": []}


@pytest.fixture
def company():
    found = make_company()
    make_site(found)
    seed_kinds(found)
    return found


@pytest.fixture
def client(company):
    return sign_in(make_account(company, Role.SAFETY_MANAGER))


def url(name, row=None):
    return reverse(f"calibration:{name}", args=[row.pk] if row else [])


def said(client, name, row=None, query=""):
    answer = client.get(url(name, row) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def is_workbook(answer):
    return b"".join(answer.streaming_content)[:2] == b"PK"


def walked(company, client):
    """A walk whose one stand has fixes, entered afterwards, over REST."""
    walk, point = make.make_walk(company), make.make_point(company)
    since = (clock.now() - 40 * MIN).replace(second=0, microsecond=0)
    points = make_points(since, range(120))
    points.x_cm[:] = 1050
    seal(walk.tag, points)
    sent = {"point": str(point.pk), "since": since, "until": since + 2 * MIN}
    path = url("api_walk_stands", walk)
    assert client.post(path, sent, "application/json").status_code == 200
    return walk


@pytest.mark.clause("AQL-086", "AQL-096")
def test_the_lists_say_what_is_due(client):
    for name in ("walks", "alarm_tests"):
        page = said(client, name)
        assert "还没有合格记录" in page and "至少每年" not in page and "AQ 3064.3-2025" in page


def test_a_walk_from_the_form_to_the_report(client, company):
    tag = make_tag(company)
    sent = {"name": "罐区 A1", "x_m": 10, "y_m": 20, "z_m": 1, "floor": 1, "is_key": "on"}
    assert client.post(url("point_create"), sent).status_code == 302
    point = SurveyPoint.objects.get()
    assert "罐区 A1" in said(client, "points") and "重点防爆" in said(client, "point", point)
    assert client.post(url("walk_create"), {"name": "年度", "tag": tag.pk}).status_code == 302
    walk = WalkTest.objects.get()
    page = said(client, "walk", walk)
    assert "到达" in page and "还没有测量点的停留记录" in page
    client.post(url("stand", walk), {"point": point.pk})
    assert "离开测量点" in said(client, "walk", walk)
    answer = client.post(url("leave", walk), follow=True).content.decode()
    assert "至少停留 20 秒" in answer


@pytest.mark.clause("TECH-010", "POS-114", "AQL-083")
def test_the_accuracy_report_on_the_page_in_excel_and_over_rest(client, company):
    walk = walked(company, client)
    assert client.post(url("walk_finish", walk)).status_code == 302
    page = said(client, "walk", walk)
    assert "合格" in page and "0.50 m" in page and "68.27 %" in page and "误差累计分布" in page
    assert is_workbook(client.get(url("walk", walk) + "?format=xlsx"))
    body = client.get(url("api_walk", walk)).json()
    overall = body["report"]["overall"]
    assert overall["passed"] is True and overall["figures"]["p6827_m"] == 0.5
    assert overall["figures"]["n"] == 115 and body["report"]["cdf"][-1] == [0.5, 100.0]


def test_anchors_show_their_bias_and_an_administrator_takes_it_over(client, company):
    anchor = make_anchor(company, seen_at=clock.now())
    make_anchor(company, number="A-silent")
    make.measured(anchor, company, [0.40, 0.42, 0.44])
    page = said(client, "anchors")
    assert "偏差超限" in page and "+0.42 m" in page and "没有信号" in page
    assert is_workbook(client.get(url("anchors") + "?format=xlsx"))
    assert "采用校正 +0.42 m" in said(client, "anchor", anchor)
    leader = sign_in(make_account(company, Role.SHIFT_LEADER))
    assert leader.post(url("anchor_correct", anchor)).status_code == 403
    assert client.post(url("anchor_correct", anchor)).status_code == 302
    anchor.refresh_from_db()
    assert anchor.bias_m == pytest.approx(0.42)
    assert "现行校正与测得的偏差一致" in said(client, "anchor", anchor)
    refused = client.post(url("api_anchor_correct", anchor))
    assert refused.status_code == 422
    assert refused.json()["blockers"][0]["code"] == "already_in_force"


@pytest.mark.clause("AQL-094", "AQL-095", "AQL-106")
def test_an_alarm_test_from_the_form_to_the_verdict(client, company):
    page = said(client, "alarm_test_create")
    assert "人员聚集应在此时间内报警" in page and 'value="65' in page
    sent = {"name": "年度", "sample_s": 5, "miss_limit_pct": 10, "false_limit_pct": 15}
    within = {"crowd": 65, "boundary": 5, "over_count": 8, "under_count": 5, "sos": 5,
              "intruder": 5, "worker_left": 5, "near_high_risk": 5}  # fmt: skip
    sent |= {f"within_{kind}": seconds for kind, seconds in within.items()}
    assert client.post(url("alarm_test_create"), sent).status_code == 302
    test = AlarmTest.objects.get()
    assert test.within_s["over_count"] == 8.0
    AlarmTest.objects.update(started_at=clock.now() - 60 * MIN)
    event = {"kind": "crowd_orange", "should_alarm": "1", "people": 6, "what": "圆心 1 个"}
    assert client.post(url("event_create", test), event).status_code == 302
    staged = StagedEvent.objects.get()
    assert staged.should_alarm and "结束" in said(client, "alarm_test", test)
    StagedEvent.objects.update(since=clock.now() - 30 * MIN)
    make_alarm(company, kind="crowd_orange", raised_at=clock.now() - 29 * MIN, title="橙色聚集")
    client.post(url("event_end", staged))
    quiet = {"kind": "crowd_orange", "should_alarm": False, "since": clock.now() - 50 * MIN,
             "until": clock.now() - 40 * MIN}  # fmt: skip
    path = url("api_alarm_test_stage", test)
    assert client.post(path, quiet, "application/json").status_code == 200
    assert client.post(url("alarm_test_finish", test)).status_code == 302
    page = said(client, "alarm_test", test)
    assert "合格" in page and "橙色聚集" in page and "聚集分级准确率" in page and "100.0 %" in page
    assert is_workbook(client.get(url("alarm_test", test) + "?format=xlsx"))
    body = client.get(url("api_alarm_test", test)).json()
    assert body["passed"] is True and body["report"]["colours"] == {"crowd_orange": [1, 1]}
    assert body["report"]["whole"]["miss_rate"] == 0.0


def test_a_wrong_test_says_every_reason_at_once(client):
    sent = {"name": "x", "sample_s": 6, "miss_limit_pct": 11, "false_limit_pct": 16}
    answer = client.post(url("api_alarm_tests"), sent, "application/json")
    assert answer.status_code == 422
    assert [one["code"] for one in answer.json()["blockers"]] == [
        "bad_sample", "bad_miss_limit", "bad_false_limit",
    ]  # fmt: skip


def test_limits_are_settings_of_the_plant(client, company):
    page = said(client, "settings")
    assert "重点防爆区域限值" in page and 'value="3' in page
    sent = {"limit_m": 5, "key_limit_m": 2, "static_limit_m": 3, "high_risk_limit_m": 2,
            "moving_limit_m": 5, "settle_s": 5, "bias_limit_m": 0.2, "check_every_min": 10,
            "drift_limit_m": 0.5, "refused_limit_pct": 50,
            "miss_limit_pct": 10, "false_limit_pct": 15,
            "every_months": 13, "warn_days": 30}  # fmt: skip
    assert client.post(url("settings"), sent).status_code == 422  # at least once a year
    assert client.post(url("settings"), sent | {"every_months": 12}).status_code == 302
    assert company.calibration_settings.key_limit_m == 2


def test_called_off_with_a_reason(client, company):
    walk, test = make.make_walk(company), make.make_alarm_test(company)
    assert client.post(url("walk_cancel", walk), {"reason": ""}).status_code == 422
    assert client.post(url("walk_cancel", walk), {"reason": "下雨"}).status_code == 302
    assert client.post(url("alarm_test_cancel", test), {"reason": "改期"}).status_code == 302
    assert "已作废" in said(client, "walk", walk) and "已作废" in said(client, "alarm_test", test)
