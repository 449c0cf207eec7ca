"""The clock at 23:59 and at midnight: the day's test, rests, night and holiday work, numbers."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from anhuan.domains.org.models import Holiday
from anhuan.domains.permits import actions
from anhuan.domains.permits.models import Permit, PermitSettings
from anhuan.domains.permits.tests.make import Hand
from tests.permits_day import bodies
from tests.permits_day.walk import Day, Picture

PLANT = ZoneInfo("Asia/Shanghai")
SECOND = timedelta(seconds=1)
BEGINS = datetime(2026, 11, 24, 23, 50, tzinfo=PLANT)  # a Tuesday
FIGURES = {"upgrade_mode": "approver"}  # U4: night work keeps its grade, its approver is raised
PERMITS = {"working": ("working", "hot_work", {"grade": "second"})}  # until ten to four


def standing(day: Day, permit: Picture) -> set[str]:
    actions.tick_due(day.now)
    return {one["code"] for one in day.get(permit)["alarms"] if one["ended_at"] is None}


@pytest.mark.clause("GBW-086", "AQP-065", "PTW-034")
def test_the_test_of_23_59_holds_to_midnight_and_not_a_second_longer(day: Day, hand: Hand) -> None:
    permit = day.take("working")
    hand.at = datetime(2026, 11, 24, 23, 59, 59, tzinfo=PLANT)
    day.do("guardian", permit, "record-gas", **bodies.sample(day.now))
    hand.at += SECOND
    assert "04" not in standing(day, permit)
    hand.at += SECOND
    assert "04" in standing(day, permit)
    day.do("guardian", permit, "record-gas", **bodies.sample(day.now))
    assert "04" not in standing(day, permit)
    hand.go(hours=2)
    assert "04" not in standing(day, permit)


@pytest.mark.clause("AQP-064", "PTW-006", "PTW-126")
def test_a_rest_over_midnight_is_counted_in_minutes_and_the_permit_goes_on(
    day: Day, hand: Hand
) -> None:
    permit = day.take("working")
    day.do("worker", permit, "suspend", reason="等料")
    hand.go(minutes=60)
    assert "03" not in standing(day, permit)
    hand.at += SECOND
    assert "03" in standing(day, permit)
    hand.at = datetime(2026, 11, 25, 3, 50, tzinfo=PLANT)
    standing(day, permit)
    assert day.get(permit)["state"] == "suspended"
    hand.at += SECOND
    assert "10" in standing(day, permit)


@pytest.mark.clause("GBW-050", "AQP-132", "AQP-060", "PTW-077")
@pytest.mark.parametrize(
    ("until", "grade"),
    [((18, 0, 0), "second"), ((18, 0, 1), "first"), ((23, 59, 59), "first")],
)
def test_work_that_reaches_into_the_night_counts_for_more(
    day: Day, hand: Hand, until: tuple[int, int, int], grade: str
) -> None:
    PermitSettings.objects.update(figures={})  # by the grade
    hand.at = datetime(2026, 11, 24, 16, tzinfo=PLANT)
    ends_at = datetime(2026, 11, 24, *until, tzinfo=PLANT)
    assert day.reserved(ends_at=ends_at)["grade"] == grade


@pytest.mark.clause("GBW-050", "AQP-060")
@pytest.mark.parametrize(
    ("starts_at", "grade"),
    [((25, 8, 0, 0), "second"), ((25, 23, 0, 0), "first"), ((26, 8, 0, 0), "first"),
     ((26, 23, 59, 59), "first"), ((27, 8, 0, 0), "second")],
)  # fmt: skip
def test_a_holiday_begins_and_ends_at_midnight(
    day: Day, hand: Hand, starts_at: tuple[int, int, int, int], grade: str
) -> None:
    """The 26th is one; the evening of the 25th is only night."""
    PermitSettings.objects.update(figures={})
    Holiday.objects.create(
        company=day.plant.company, on=date(2026, 11, 26), kind="holiday", name="厂庆"
    )
    begin = datetime(2026, 11, *starts_at, tzinfo=PLANT)
    permit = day.reserved(starts_at=begin, hours=1, is_urgent=False, urgent_reason="")
    assert permit["grade"] == grade


def test_the_number_of_a_permit_is_of_the_plants_day(day: Day, hand: Hand) -> None:
    before = day.reserved(grade="first")["number"]
    hand.at = datetime(2026, 11, 25, 0, 0, 1, tzinfo=PLANT)
    after = day.reserved(grade="first")["number"]
    assert (before[:12], after) == ("DH-20261124-", "DH-20261125-001")


def test_after_999_permits_of_a_day_comes_the_thousandth(day: Day) -> None:
    first = day.reserved(grade="first")
    Permit.objects.filter(pk=first["id"]).update(number="DH-20261124-999")
    numbers = [day.reserved(grade="first")["number"] for _ in range(2)]
    assert numbers == ["DH-20261124-1000", "DH-20261124-1001"]


@pytest.mark.clause("GBW-024", "AQP-073")
@pytest.mark.parametrize(
    ("valid_until", "why"), [("2026-11-25", set()), ("2026-11-24", {"certificate_expired"})]
)
def test_a_certificate_is_good_for_work_that_ends_on_its_last_day(
    day: Day, valid_until: str, why: set[str]
) -> None:
    permit = day.to("drafted", grade="second")  # until the 25th
    people = bodies.application(day.plant)["people"]
    welder = people[1]["certificates"][0] | {"valid_until": valid_until}
    people[1]["certificates"] = [welder]
    day.do("applicant", permit, "apply", people=people)
    assert day.codes("applicant", permit, "analyse") == why
