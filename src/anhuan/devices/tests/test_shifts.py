"""四班三倒: one team on each shift, each in its turn, and a plausible number of people."""

import itertools
from datetime import date, timedelta

import pytest

from anhuan.devices.plant.departments import TEAMS
from anhuan.devices.plant.people import people
from anhuan.devices.plant.shifts import midnight_s, presence, shift_of, stays, team_on_duty

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize("offset", range(8))
def test_each_day_three_teams_work_and_one_is_off(offset):
    day = MONDAY + timedelta(days=offset)
    assert sorted(shift_of(team, day) for team in TEAMS) == ["", "day", "late", "night"]


def test_no_team_works_twice_within_sixteen_hours():
    for team in TEAMS:
        starts = [
            {"night": 0, "day": 8, "late": 16}[shift] + 24 * n
            for n in range(40)
            if (shift := shift_of(team, MONDAY + timedelta(days=n)))
        ]
        assert min(b - a for a, b in itertools.pairwise(starts)) >= 24


def test_the_team_on_duty_changes_at_eight():
    eight = midnight_s(MONDAY) + 8 * 3600
    assert team_on_duty(eight - 1) != team_on_duty(eight)
    assert shift_of(team_on_duty(eight), MONDAY) == "day"


@pytest.mark.parametrize(("hour", "low", "high"), [(3, 50, 75), (10, 90, 125), (22, 50, 75)])
def test_how_many_are_on_site(hour, low, high):
    t_s = midnight_s(MONDAY) + hour * 3600
    assert low <= sum(presence(person, t_s) is not None for person in people()) <= high


def test_stays_do_not_overlap():
    for person in people():
        found = [s for n in range(10) for s in stays(person, MONDAY + timedelta(days=n))]
        assert all(a.to_s < b.from_s for a, b in itertools.pairwise(found)), person


def test_people_without_a_tag_are_never_simulated():
    t_s = midnight_s(MONDAY) + 10 * 3600
    assert all(presence(person, t_s) is None for person in people() if not person.tag)
