"""How long certificates and passes hold, who needs what, when people are told: both sides."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from anhuan.domains.permits.rules.certificates import Trade
from anhuan.domains.training.rules.days import last_day, months_after
from anhuan.domains.training.rules.kinds import SHIPPED_KINDS
from anhuan.domains.training.rules.needs import Need, Who, asks, courses_for
from anhuan.domains.training.rules.papers import (
    Paper,
    Standing,
    first_review,
    good_until,
    paper_blockers,
    standing,
)
from anhuan.domains.training.rules.passes import has_passed, pass_until
from anhuan.domains.training.rules.warnings import OVER, is_news, step_of

TODAY = date(2026, 11, 24)


def codes(paper: Paper) -> set[str]:
    return {one.code for one in paper_blockers(paper, TODAY)}


def paper(**changes) -> Paper:
    facts = {"number": "T1", "issued_on": date(2024, 3, 1), "valid_until": date(2030, 2, 28),
             "reviewed_until": None, "valid_months": 72, "review_months": 36}  # fmt: skip
    return Paper(**(facts | changes))


def test_months_end_where_the_calendar_ends():
    assert months_after(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_after(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert last_day(date(2024, 3, 1), 72) == date(2030, 2, 28)
    assert last_day(date(2024, 3, 1), None) is None


@pytest.mark.clause("PTW-031", "PTW-086")
def test_the_four_trades_are_shipped_with_their_months():
    by_trade = {one.trade: one for one in SHIPPED_KINDS if one.trade}
    assert set(by_trade) == set(Trade)
    welding, electric = by_trade[Trade.WELDING], by_trade[Trade.ELECTRIC]
    assert (welding.valid_months, welding.review_months) == (72, 36)  # 6 years, review every 3
    assert (electric.valid_months, electric.review_months) == (72, 36)
    assert by_trade[Trade.HEIGHT].valid_months == 72
    assert by_trade[Trade.CRANE_OPERATOR].valid_months == 48
    months = {one.code: one.valid_months for one in SHIPPED_KINDS}
    assert months["safety_officer"] == months["principal"] == 36


def test_a_review_nobody_made_ends_a_certificate():
    assert first_review(paper()) == date(2027, 2, 28)
    assert first_review(paper(reviewed_until=date(2030, 2, 28))) == date(2030, 2, 28)
    assert good_until(date(2030, 2, 28), date(2027, 2, 28)) == date(2027, 2, 28)
    assert good_until(None, None) is None


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (date(2026, 11, 23), Standing.OVERDUE),
        (date(2026, 11, 24), Standing.SOON),  # the day it ends is still good
        (date(2027, 2, 22), Standing.SOON),  # 90 days
        (date(2027, 2, 23), Standing.GOOD),
        (None, Standing.GOOD),
    ],
)
def test_how_a_certificate_stands_on_a_day(until, expected):
    assert standing(until, TODAY, 90) is expected
    assert standing(until, TODAY, 90, is_void=True) is Standing.VOID


def test_what_cannot_be_on_a_certificate():
    assert codes(paper()) == set()
    assert codes(paper(valid_until=date(2030, 3, 1))) == set()  # the same day six years on
    assert codes(paper(valid_until=date(2030, 3, 2))) == {"holds_too_long"}
    assert codes(paper(valid_until=None)) == {"end_missing"}
    assert codes(paper(valid_until=None, valid_months=None)) == set()
    assert codes(paper(number=" ")) == {"number_missing"}
    assert codes(paper(issued_on=date(2026, 11, 25))) == {"issued_in_future"}
    wrong = paper(number="", issued_on=date(2026, 11, 25), valid_until=date(2026, 1, 1))
    assert codes(wrong) == {"number_missing", "issued_in_future", "ends_before_issue"}


def test_eighty_points_pass():
    assert has_passed(80, 80) and not has_passed(79.5, 80)
    assert has_passed(60, 60)
    assert has_passed(None, 80, True) and not has_passed(None, 80, None)
    assert pass_until(date(2026, 11, 24), 12) == date(2027, 11, 23)


def test_a_need_is_of_whom_it_says():
    course, welder = uuid4(), uuid4()
    contractor = Who("contractor", None)
    assert asks(Need(course), contractor)
    assert asks(Need(course, person_kind="contractor"), contractor)
    assert not asks(Need(course, person_kind="employee"), contractor)
    assert asks(Need(course, post=welder), Who("employee", welder))
    assert not asks(Need(course, post=welder), contractor)
    hot = Need(course, work_kind="hot_work")
    assert asks(hot, contractor, "hot_work") and not asks(hot, contractor, "lifting")
    assert not asks(hot, contractor)  # nobody is asked for a work they are not doing
    twice = [Need(course), Need(course, person_kind="contractor")]
    assert courses_for(twice, contractor) == [course]


@pytest.mark.parametrize(
    ("left", "step"), [(91, None), (90, 90), (61, 90), (60, 60), (30, 30), (8, 30), (7, 7), (0, 7)]
)
def test_people_are_told_90_60_30_and_7_days_before(left, step):
    assert step_of(TODAY + timedelta(days=left), TODAY, (90, 60, 30, 7)) == step


def test_the_end_itself_is_told_once():
    assert step_of(date(2026, 11, 23), TODAY, (90, 60, 30, 7)) == OVER
    assert is_news(90, None) and is_news(60, 90) and is_news(OVER, 7)
    assert not is_news(60, 60) and not is_news(90, 30) and not is_news(None, None)
    assert not is_news(OVER, OVER)
