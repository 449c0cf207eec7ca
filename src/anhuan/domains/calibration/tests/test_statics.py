"""How AQ 3064.3-2025 A.1 and A.2 want a static test made: instruments, places, time, samples."""

from datetime import date, timedelta

import numpy as np
import pytest

from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.calibration import actions
from anhuan.domains.calibration.queries.accuracy import report_of
from anhuan.domains.calibration.rules.instruments import instrument_blockers
from anhuan.domains.calibration.rules.statics import Stood, samples_of, shortcomings_of
from anhuan.domains.calibration.tests import factories as make
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_company, sign_in
from anhuan.domains.positioning.tests import factories as positioning
from anhuan.kernel import clock
from anhuan.kernel.errors import Refused

MIN = timedelta(minutes=1)
DAY = date(2026, 5, 1)


def stands(apart_m=15.0, minutes=10.0, samples=300, sky=3, roof=3):
    """Places in a row, the first of them under the sky."""
    return [
        Stood(f"P{k}", apart_m * k, 0.0, 1, k < sky, minutes * MIN, samples)
        for k in range(sky + roof)
    ]


@pytest.mark.clause("AQL-103")
@pytest.mark.parametrize(("kind", "span", "error", "codes"), [
    ("timer", 1.0, 1.0, set()),
    ("timer", 0.99, 1.0, {"span_too_small"}),
    ("timer", 1.0, 1.01, {"error_too_large"}),
    ("range_finder", 50.0, 1.0, set()),
    ("range_finder", 49.9, 1.1, {"span_too_small", "error_too_large"}),
])  # fmt: skip
def test_an_instrument_does_what_the_standard_asks(kind, span, error, codes):
    found = instrument_blockers(kind, span, error, DAY, DAY + timedelta(days=365))
    assert {one.code for one in found} == codes


@pytest.mark.clause("AQL-104")
def test_three_places_each_ten_minutes_three_hundred_samples_is_enough():
    assert list(shortcomings_of(stands(), True, True)) == []


@pytest.mark.clause("AQL-104")
@pytest.mark.parametrize(("changes", "said"), [
    ({"sky": 2}, "有卫星信号的有效地点 2 个，应不少于 3 个"),
    ({"roof": 2}, "无卫星信号的有效地点 2 个，应不少于 3 个"),
    ({"apart_m": 14.9}, "P0 与 P1 相距 14.9 m，应不小于 15 m"),
    ({"minutes": 9.9}, "P0 停留 9.9 min，应不少于 10 min"),
    ({"samples": 299}, "P0 有效定位 299 个，应不少于 300 个"),
])  # fmt: skip
def test_what_is_missing_is_said(changes, said):
    assert any(said in one for one in shortcomings_of(stands(**changes), True, True))


@pytest.mark.clause("AQL-103")
def test_without_instruments_the_record_says_so():
    said = list(shortcomings_of(stands(), False, False))
    assert said == ["没有登记计时器（A.1 a）", "没有登记测距仪（A.1 b）"]


def test_samples_are_the_two_seconds_with_a_fix():
    every_second = np.arange(0, 600_000, 1_000, dtype=np.int64)
    assert samples_of(every_second, 0) == 300
    assert samples_of(every_second[::4], 0) == 150
    assert samples_of(np.array([], np.int64), 0) == 0


@pytest.mark.django_db
@pytest.mark.clause("AQL-103", "AQL-104")
def test_the_test_names_its_instruments_and_counts_its_samples():
    company = make_company()
    positioning.make_site(company)
    tag = positioning.make_tag(company)
    began = (clock.now() - 120 * MIN).replace(minute=0, second=0, microsecond=0)
    positioning.seal(tag, positioning.make_points(began, range(660), 30.0, 40.0))
    finder = {"kind": "range_finder", "name": "测距仪", "span": 50.0}
    walk = make.make_walk(
        company, tag=tag, timer=make.make_instrument(company, number="SB-7"),
        range_finder=make.make_instrument(company, number="CJ-9", **finder),
    )  # fmt: skip
    point = make.make_point(company, x_m=30.0, y_m=40.0, has_satellite=True)
    actions.add_stand(SYSTEM, walk, point, began, began + 10 * MIN)
    walk = actions.finish_walk(SYSTEM, walk)
    assert [one["number"] for one in walk.instruments] == ["SB-7", "CJ-9"]
    (stand,) = walk.stands.all()
    assert (stand.samples >= 300, stand.has_satellite) == (True, True)
    said = report_of(walk).shortcomings
    assert said == [
        "有卫星信号的有效地点 1 个，应不少于 3 个（A.2.2 a）",
        "无卫星信号的有效地点 0 个，应不少于 3 个（A.2.2 a）",
    ]
    client = sign_in(make_account(company, Role.SAFETY_MANAGER))
    page = client.get(f"/walk-tests/{walk.pk}/").content.decode()
    assert "测距仪 CJ-9" in page and "JD-2026-01" in page and said[0] in page


@pytest.mark.django_db
@pytest.mark.clause("AQL-103")
def test_an_expired_instrument_or_one_of_the_other_kind_is_refused():
    company = make_company()
    today = clock.now().astimezone().date()
    old = make.make_instrument(
        company, calibrated_on=today - timedelta(days=400), valid_until=today - timedelta(days=1)
    )
    with pytest.raises(Refused) as refused:
        make.make_walk(company, timer=old, range_finder=make.make_instrument(company))
    codes = {one.code for one in refused.value.blockers}
    assert codes == {"instrument_expired", "wrong_instrument"}


@pytest.mark.django_db
def test_instruments_are_kept_over_the_page_and_over_rest():
    company = make_company()
    client = sign_in(make_account(company, Role.SAFETY_MANAGER))
    body = {"kind": "timer", "name": "秒表", "number": "SB-1", "span": 0.5, "error": 2,
            "calibrated_on": "2026-01-01", "valid_until": "2027-01-01",
            "certificate": "J1"}  # fmt: skip
    url = "/api/v1/test-instruments"
    refused = client.post(url, body, content_type="application/json")
    assert refused.status_code == 422
    assert {"span_too_small", "error_too_large"} <= {b["code"] for b in refused.json()["blockers"]}
    body |= {"span": 24, "error": 0.5}
    made = client.post(url, body, content_type="application/json")
    assert made.status_code == 201
    again = client.post(url, body, content_type="application/json")
    assert again.status_code == 422 and "number_taken" in str(again.json())
    page = client.get("/test-instruments/").content.decode()
    assert "SB-1" in page and "24\N{NO-BREAK SPACE}h" in page
    found = made.json()["id"]
    assert client.post(f"/test-instruments/{found}/retire/").status_code == 302
    assert client.get(url).json()["results"] == []
