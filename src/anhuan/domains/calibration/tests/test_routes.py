"""Walks along a route of surveyed points, and points from Excel."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from xlsxwriter import Workbook

from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.calibration import actions
from anhuan.domains.calibration.models import SurveyPoint, SurveyRoute, WalkTest
from anhuan.domains.calibration.queries.moving import report_of
from anhuan.domains.calibration.rules import routes as rules
from anhuan.domains.calibration.rules.accuracy import Limits, moving_limit_for
from anhuan.domains.calibration.tests import factories as make
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import sign_in
from anhuan.domains.positioning.tests.factories import make_account, make_company, make_site, seal
from anhuan.kernel import clock
from anhuan.kernel.chunks import Track
from anhuan.kernel.errors import Refused

T0 = datetime(2026, 11, 21, 8, tzinfo=UTC)


def at(seconds):
    return T0 + timedelta(seconds=seconds)


def codes(found):
    return {one.code for one in found}


# --- rules -------------------------------------------------------------------------------------


@pytest.mark.clause("AQL-084")
@pytest.mark.parametrize(
    ("fixes_ms", "index"),
    [
        ([5_000, 5_001], 1),
        ([4_000, 10_000], 1),
        ([4_000, 10_001], None),
        ([1_000], None),
        ([], None),
    ],
)
def test_the_fix_of_a_stop_is_the_first_after_5_s_and_not_after_10_s(fixes_ms, index):
    assert rules.stop_fix(np.array(fixes_ms, np.int64), 0) == index


def test_truth_between_two_points_goes_evenly_with_time():
    x, y = rules.along(np.array([0, 1000, 2000, 9000]), 1000, 3000, (0.0, 0.0), (4.0, 2.0))
    assert x.tolist() == [0.0, 0.0, 2.0, 4.0] and y.tolist() == [0.0, 0.0, 1.0, 2.0]


def test_distance_from_the_line_counts_its_ends():
    off = rules.off_line(np.array([5.0, -3.0, 14.0]), np.array([2.0, 0.0, 3.0]), (0, 0), (10, 0))
    assert off.tolist() == [2.0, 3.0, 5.0]


def step(seconds, x_m=0.0):
    return rules.Step(at(seconds), x_m, 0.0)


@pytest.mark.parametrize(
    ("new", "found"),
    [
        (step(20, 10.0), set()),
        (step(9.9, 10.0), {"pause_too_short"}),
        (step(12.5, 10.0), set()),  # 4 m/s
        (step(12.4, 10.0), {"too_fast"}),
        (step(101, 10.0), {"in_the_future"}),
    ],
)
def test_the_next_point_comes_after_the_pause_and_on_foot(new, found):
    assert codes(rules.pass_blockers([step(0)], new, 2, 10, at(100))) == found
    assert codes(rules.pass_blockers([step(0), step(20)], new, 2, 10, at(100))) == {"route_done"}


def test_what_the_standard_asks_of_a_route_is_said():
    steps = [rules.Step(at(20 * k), 5.0 * k, 0.0) for k in range(100)]
    said = rules.shortcomings(steps, 10)
    assert [word for word in said if "不足 500 m" in word] and not any("100 个" in w for w in said)
    assert any("低于 1 m/s" in word for word in said)
    longer = [rules.Step(at(15.05 * k), 5.06 * k, 0.0) for k in range(100)]
    assert rules.shortcomings(longer, 10) == []


@pytest.mark.clause("AQL-084")
def test_on_the_move_the_limit_is_5_m_and_3_m_where_it_matters():
    assert moving_limit_for(False, Limits()) == 5.0
    assert moving_limit_for(True, Limits()) == 3.0


# --- walking one -------------------------------------------------------------------------------


def walked(company, offset_m, lag_s=0.0, pause_s=10):
    """20 m in 2 legs at 1 m/s, fixes twice a second, `offset_m` beside the line, `lag_s` late."""
    route = make.make_route(company, [(0, 0), (10, 0), (20, 0)], pause_s=pause_s)
    walk = make.make_walk(company, route=route)
    begin = (clock.now() - timedelta(minutes=90)).replace(second=0, microsecond=0)
    begin = begin.replace(minute=begin.minute // 10 * 10)
    leg_s = pause_s + 10
    t_s = np.arange(0, 3 * leg_s, 0.5)
    truth = sum(np.clip(t_s - lag_s - k * leg_s - pause_s, 0, 10) for k in range(2))
    ones = np.ones(len(t_s), np.int64)
    t_ms = clock.to_ms(begin) + np.round(1000 * t_s).astype(np.int64)
    seal(walk.tag, Track(t_ms, np.round(100 * truth).astype(np.int64),
                         round(100 * offset_m) * ones, ones, 50 * ones))  # fmt: skip
    for k in range(3):
        actions.pass_point(SYSTEM, walk, begin + timedelta(seconds=k * leg_s))
    return walk


@pytest.mark.django_db
@pytest.mark.clause("AQL-084")
@pytest.mark.parametrize(("offset", "passed"), [(5.0, True), (5.01, False)])
def test_a_walk_along_a_route_is_judged_at_its_stops(offset, passed):
    walk = actions.finish_walk(SYSTEM, walked(make_company(), offset))
    made = report_of(walk)
    assert walk.passed is passed and made.passed is passed
    assert made.stops.n == 3 and made.stops.p6827_m == offset and made.valid_share == 1.0
    assert made.moving.p6827_m == offset and made.off_line.p6827_m == offset
    assert (made.length_m, made.pace_mps) == (20.0, 1.0)
    assert len(made.shortcomings) == 2  # too short, too few points; the pace is right


@pytest.mark.django_db
def test_a_lag_shows_against_the_clock_but_not_against_the_line():
    made = report_of(actions.finish_walk(SYSTEM, walked(make_company(), 0.0, 2.0, pause_s=0)))
    assert made.moving.p6827_m == pytest.approx(2.0, abs=0.1)
    assert made.off_line.p6827_m == 0.0  # only at the corner he is still on the leg before
    assert made.stops is None and made.valid_share is None


@pytest.mark.django_db
def test_a_route_must_be_walked_to_its_end_and_only_walks_may_pass():
    company = make_company()
    walk = make.make_walk(company, route=make.make_route(company))
    with pytest.raises(Refused) as refused:
        actions.finish_walk(SYSTEM, walk)
    assert codes(refused.value.blockers) == {"route_unfinished"}
    with pytest.raises(Refused) as refused:
        actions.stand_at(SYSTEM, walk, make.make_point(company))
    assert codes(refused.value.blockers) == {"walk_is_moving"}
    with pytest.raises(Refused) as refused:
        actions.pass_point(SYSTEM, make.make_walk(company))
    assert codes(refused.value.blockers) == {"walk_has_no_route"}
    with pytest.raises(Refused) as refused:
        actions.save_route(SYSTEM, company, walk.route, points=[])
    assert codes(refused.value.blockers) == {"route_too_short", "route_walked"}


# --- pages and sheets --------------------------------------------------------------------------


@pytest.fixture
def company(db):
    found = make_company()
    make_site(found)
    return found


@pytest.fixture
def client(company):
    return sign_in(make_account(company, Role.SAFETY_MANAGER))


def url(name, row=None):
    return reverse(f"calibration:{name}", args=[row.pk] if row else [])


@pytest.mark.clause("AQL-105")
def test_a_route_by_its_form_names_every_wrong_line(client, company):
    for name in ("甲", "乙"):
        make.make_point(company, name=name, x_m=0 if name == "甲" else 30)
    sent = {"name": "罐区一圈", "pause_s": 10, "points": "甲\n丙\n\n丁\n乙"}
    shown = client.post(url("route_create"), sent)
    assert shown.status_code == 422
    assert "第 2 行：没有测量点“丙”" in shown.content.decode()
    assert "第 4 行：没有测量点“丁”" in shown.content.decode()
    assert not SurveyRoute.objects.exists()
    assert client.post(url("route_create"), sent | {"points": "甲\n乙\n甲"}).status_code == 302
    route = SurveyRoute.objects.get()
    page = client.get(url("route", route)).content.decode()
    assert "罐区一圈" in page and "60" in page  # metres there and back
    assert "甲\n乙\n甲" in client.get(url("route_edit", route)).content.decode()


def test_the_walkers_page_names_the_next_point_and_reports_afterwards(client, company):
    walk = walked(company, 0.4)
    page = client.get(url("walk", walk)).content.decode()
    assert "动态，AQ 3064.3-2025 附录 A.3" in page and "完成并计算" in page
    assert client.post(url("walk_finish", walk)).status_code == 302
    page = client.get(url("walk", walk)).content.decode()
    assert "0.40 m" in page and "合格" in page and "不足 500 m" in page
    assert WalkTest.objects.get().passed is True
    body = client.get(url("api_walk", walk)).json()["report"]
    assert body["stops"]["p6827_m"] == 0.4 and body["passed"] is True
    answer = client.get(url("walk", walk) + "?format=xlsx")
    assert b"".join(answer.streaming_content)[:2] == b"PK"


HEADS = ("名称", "x", "y", "标签高度 z", "楼层", "区域编码", "重点防爆区域", "说明")


def sheet(*rows):
    out = BytesIO()
    with Workbook(out) as book:
        page = book.add_worksheet()
        for number, row in enumerate((HEADS, *rows)):
            page.write_row(number, 0, row)
    return SimpleUploadedFile("points.xlsx", out.getvalue())


def test_points_come_from_excel_all_or_none_with_every_wrong_cell_named(client):
    wrong = sheet(["A1", "1.5", "2", "1", "1", "", "否", ""], ["A2", "east", "2", "", "x", "Z9",
                                                             "maybe", ""])  # fmt: skip
    answer = client.post(url("points_import"), {"file": wrong, "confirmed": "1"})
    page = answer.content.decode()
    assert answer.status_code == 422
    for word in ("“x”不是楼层", "“Z9”不在可选值内", "“maybe”不在可选值内", "“east”"):
        assert word in page
    assert not SurveyPoint.objects.exists()
    good = sheet(["A1", "1.5", "2", "1", "1", "", "否", ""], ["A2", "3", "4", "", "", "", "是", ""])
    assert client.post(url("points_import"), {"file": good, "confirmed": "1"}).status_code == 302
    found = {one.name: (one.x_m, one.y_m, one.is_key) for one in SurveyPoint.objects.all()}
    assert found == {"A1": (1.5, 2.0, False), "A2": (3.0, 4.0, True)}
    again = sheet(["A1", "1.6", "2", "1", "1", "", "否", ""])
    client.post(url("points_import"), {"file": again, "confirmed": "1"})
    assert SurveyPoint.objects.get(name="A1").x_m == 1.6 and SurveyPoint.objects.count() == 2


def test_routes_and_points_are_changed_and_retired_over_rest(client, company):
    a, b, c = (make.make_point(company, name=name, x_m=10 * k) for k, name in enumerate("甲乙丙"))
    body = {"name": "一圈", "points": [str(a.pk), str(b.pk)]}
    made = client.post(url("api_routes"), body, "application/json").json()
    route = SurveyRoute.objects.get()
    after = client.patch(url("api_route", route), {"pause_s": 15}, "application/json").json()
    assert (after["pause_s"], after["points"]) == (15, made["points"])
    longer = {"points": [str(one.pk) for one in (a, c, b)]}
    assert client.patch(url("api_route", route), longer, "application/json").json() | longer == (
        after | longer
    )
    foreign = {"points": [str(a.pk), str(make.make_point(make_company()).pk)]}
    assert client.patch(url("api_route", route), foreign, "application/json").status_code == 422
    assert client.post(url("api_route_retire", route)).json()["name"] == "一圈"
    assert client.get(url("api_route", route)).status_code == 404
    assert client.post(url("api_point_retire", c)).status_code == 200
    assert {one["name"] for one in client.get(url("api_points")).json()["results"]} == {"甲", "乙"}
