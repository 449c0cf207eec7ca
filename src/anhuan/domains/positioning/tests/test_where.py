"""Questions to everybody's tracks: the film, contacts, shapes drawn afterwards, heat, dwell."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from django.http import Http404

from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.org.models import DutyShift
from anhuan.domains.org.rules import Role
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.queries import (
    attendance,
    cards,
    contacts,
    coverage,
    drawn,
    dwell,
    film,
    heat,
    nearby,
    visits,
)
from anhuan.domains.positioning.tests import factories as make
from anhuan.kernel import clock

pytestmark = pytest.mark.django_db
DAY = datetime(2026, 11, 20, tzinfo=UTC)
H = timedelta(hours=1)
S = timedelta(seconds=1)


@pytest.fixture
def plant():
    company = make.make_company()
    make.make_site(company)
    return company


@pytest.fixture
def manager(plant):
    return make.make_account(plant)


def walker(plant, name, points, **changes):
    person = make.make_person(plant, name, **changes)
    person.tag = make.make_tag(plant)
    make.bind(person.tag, person)
    make.seal(person.tag, points)
    return person


def standing(x_m, y_m, seconds, floor=1, start=DAY):
    """Points at one place."""
    points = make.make_points(start, seconds, x_m, y_m, floor)
    points.x_cm[:] = round(100 * x_m)
    return points


@pytest.mark.clause("POS-049", "POS-050")
def test_a_film_shows_everybody_in_every_frame_over_the_border_of_chunks(plant, manager):
    walker(plant, "王海涛", make.make_points(DAY, range(590, 620)))
    late = walker(plant, "李建国", standing(5, 5, range(610, 700), floor=2))
    found = film.film(manager, DAY + 595 * S, DAY + 625 * S, 10_000)
    assert found.t_ms == [clock.to_ms(DAY) + 1000 * s for s in (595, 605, 615)]
    by = {actor.subject: actor for actor in found.actors}
    assert by[late.pk].x_dm == [None, None, 50]
    assert by[late.pk].floor == [None, None, 2]
    first = next(a for a in found.actors if a.subject != late.pk)
    assert first.x_dm == [150, 250, 350]
    assert first.age_s == [0, 0, 0]


def test_a_film_forgets_after_ten_minutes_and_knows_who_held_the_tag(plant, manager):
    wang = walker(plant, "王海涛", standing(5, 5, [0]))
    assert film.film(manager, DAY + 600 * S, DAY + 601 * S, 1000).actors[0].age_s == [600]
    assert film.film(manager, DAY + 601 * S, DAY + 602 * S, 1000).actors == []
    actions.unbind_tag(SYSTEM, wang.tag, until=DAY - S)
    assert film.film(manager, DAY, DAY + S, 1000).actors == []


@pytest.mark.clause("POS-050")
def test_contacts_are_those_near_long_enough_on_the_same_floor(plant, manager):
    wang = walker(plant, "王海涛", standing(50, 50, range(0, 900)))
    near = walker(plant, "近", standing(53, 50, range(500, 560)))
    walker(plant, "短", standing(52, 50, range(10, 69)))
    walker(plant, "远", standing(53.01, 50, range(0, 600)))
    walker(plant, "楼上", standing(50, 50, range(0, 600), floor=2))
    own, met = contacts.contacts(manager, wang.pk, DAY, DAY + H, 3, 60)
    assert own.pk == wang.pk
    assert [one.subject.pk for one in met] == [near.pk]
    assert (met[0].first, met[0].closest_m) == (DAY + 500 * S, 3.0)
    assert (met[0].seconds, met[0].longest_s) == (60, 60)


def test_contacts_over_two_chunks_are_one_and_out_of_scope_ones_are_missing(plant):
    shop, office = (make.make_department(plant, name) for name in ("合成车间", "办公室"))
    wang = walker(plant, "王", standing(50, 50, range(300, 900)), department=shop)
    mate = walker(plant, "李", standing(51, 50, range(300, 900)), department=shop)
    walker(plant, "外", standing(51, 50, range(300, 900)), department=office)
    head = make.make_account(plant, Role.DEPARTMENT_HEAD, shop)
    _, met = contacts.contacts(head, wang.pk, DAY, DAY + H, 3, 60)
    assert [(one.subject.pk, one.seconds) for one in met] == [(mate.pk, 600)]
    with pytest.raises(Http404):
        contacts.contacts(make.make_account(make.make_company()), wang.pk, DAY, DAY + H, 3, 60)


@pytest.mark.clause("POS-044", "POS-052")
def test_a_shape_drawn_afterwards_counts_in_and_out(plant, manager):
    there = make.make_points(DAY, range(0, 100), 0, 50)  # x from 0 to 99 m, through 20…30
    wang = walker(plant, "王海涛", there)
    inside = walker(plant, "李建国", standing(25, 55, range(0, 60)))
    walker(plant, "楼上", standing(25, 55, range(0, 60), floor=2))
    walker(plant, "旁边", standing(31, 55, range(0, 60)))
    box = make.box(19.5, 50 - 0.5, 11)
    found = drawn.passed_through(manager, box, None, DAY, DAY + H, frozenset({1}))
    by = {one.subject.pk: one for one in found}
    assert set(by) == {wang.pk, inside.pk}
    assert (by[wang.pk].entries, by[wang.pk].exits, by[wang.pk].is_inside) == (1, 1, False)
    assert (by[wang.pk].first, by[wang.pk].last) == (DAY + 20 * S, DAY + 30 * S)
    assert (by[inside.pk].entries, by[inside.pk].exits, by[inside.pk].is_inside) == (1, 0, True)
    assert by[wang.pk].seconds == 11


def test_a_stray_point_is_neither_an_entry_nor_an_exit(plant, manager):
    points = standing(25, 55, range(0, 60))
    points.x_cm[30] = 9900
    wang = walker(plant, "王海涛", points)
    stray = standing(99, 55, range(0, 60))
    stray.x_cm[10:12] = 2500
    walker(plant, "李建国", stray)
    found = drawn.passed_through(manager, make.box(20, 50), None, DAY, DAY + H)
    assert [(one.subject.pk, one.entries, one.exits) for one in found] == [(wang.pk, 1, 0)]


@pytest.mark.clause("POS-048")
def test_heat_is_person_seconds_by_square_kind_and_floor(plant, manager):
    walker(plant, "王海涛", standing(11, 21, range(0, 61)))
    walker(plant, "楼上", standing(11, 21, range(0, 31), floor=2))
    walker(plant, "访客", standing(15, 21, range(0, 31)), kind="visitor")
    every = heat.heat(manager, DAY, DAY + H)
    assert every.people == 3
    cells = {(x, y): seconds for x, y, seconds in every.cells}
    assert set(cells) == {(5, 10), (7, 10)}
    assert cells[5, 10] == pytest.approx(60 + 30, abs=2.1)
    first = heat.heat(manager, DAY, DAY + H, floor=1, kind="staff").cells
    assert [(x, y) for x, y, _ in first] == [(5, 10)]
    assert first[0][2] == pytest.approx(60, abs=1.1)


@pytest.mark.clause("POS-052")
def test_dwell_adds_visits_up_and_cuts_them_to_the_period(plant, manager):
    area = make.make_area(plant)
    person = make.make_person(plant)
    tag = make.make_tag(plant)
    make.bind(tag, person)
    make.make_visit(tag, area, DAY - timedelta(minutes=5), 10)
    make.make_visit(tag, area, DAY + H, 30)
    make.make_visit(tag, area, DAY + 5 * H, 60)
    found = dwell.dwell(manager, DAY, DAY + 2 * H)
    assert [(d.subject.pk, d.visits, d.stayed) for d in found] == [
        (person.pk, 2, timedelta(minutes=35))
    ]
    assert found[0].last_out == DAY + H + timedelta(minutes=30)
    assert dwell.dwell(manager, DAY, DAY + 2 * H, kind="visitor") == []


@pytest.mark.clause("POS-043", "POS-044", "POS-014", "POS-125")
def test_who_passed_counts_heads_not_visits(plant, manager):
    area = make.make_area(plant)
    for _ in range(2):
        tag = make.make_tag(plant)
        make.bind(tag, make.make_person(plant))
        make.make_visit(tag, area, DAY, 5)
        make.make_visit(tag, area, DAY + H, None)
    one = visits.area_counts(manager, DAY, DAY + 2 * H, DAY + H / 2)[0]
    assert (one.passed["staff"], one.entries["staff"], one.inside["staff"]) == (2, 4, 0)


def shift(plant, team, start, leader):
    return DutyShift.objects.create(
        company=plant, team=team, leader=leader, starts_at=start, ends_at=start + 8 * H
    )


def test_attendance_follows_the_roster_and_says_who_was_late(plant, manager):
    area = make.make_area(plant)
    people = [make.make_person(plant, name) for name in ("准时", "迟到", "未到")]
    shift(plant, "甲班", DAY, people[0])
    shift(plant, "乙班", DAY + 8 * H, people[0])
    for person, minutes in zip(people, (10, 11), strict=False):
        tag = make.make_tag(plant)
        make.bind(tag, person)
        make.make_visit(tag, area, DAY + timedelta(minutes=minutes), 600)  # into the next shift
    asked = DAY + H  # shifts are shown whole, whatever part of them was asked for
    rows, by_shift = attendance.attendance(manager, asked, DAY + 9 * H, with_absent=True)
    assert by_shift
    first = {row.person.name: row for row in rows if "甲班" in row.window.label}
    states = {name: row.state.value for name, row in first.items()}
    assert states == {"准时": "present", "迟到": "late", "未到": "absent"}
    assert first["准时"].found.inside == timedelta(hours=7, minutes=50)
    second = {row.person.name: row for row in rows if "乙班" in row.window.label}
    assert second["准时"].found.inside == timedelta(hours=2, minutes=10)
    assert second["准时"].state.value == "short"


def test_attendance_counts_days_where_no_shift_is_planned(plant, manager):
    tag = make.make_tag(plant)
    make.bind(tag, make.make_person(plant))
    make.make_visit(tag, make.make_area(plant), DAY, 60)
    rows, by_shift = attendance.attendance(manager, DAY - H, DAY + 2 * H)
    assert not by_shift
    assert [row.found.inside for row in rows] == [H]


@pytest.mark.clause("POS-016", "AQL-004", "AQL-012")
def test_coverage_finds_the_blind_corner_of_a_high_risk_place(plant):
    make.make_area(plant, name="罐区", kind="tank_farm", geometry=make.box(0, 0, 60))
    for x in (5, 10, 15):
        make.make_anchor(plant, x_m=x, y_m=5, range_limit_m=40)
    tanks = coverage.coverage(plant)[0]
    assert tanks.needs_cover and not tanks.is_covered
    assert 0.3 < tanks.worst.share < 0.7
    assert tanks.worst.least == 0
    assert tanks.worst.worst[0] > 45 and tanks.worst.worst[1] > 45
    for x in (45, 50, 55):
        make.make_anchor(plant, x_m=x, y_m=45, range_limit_m=90)
    tanks = coverage.coverage(plant)[0]
    assert tanks.is_covered
    assert not tanks.is_covered_now  # none was ever heard
    assert not coverage.coverage(plant, enough=7)[0].is_covered


@pytest.mark.clause("POS-016")
def test_anchors_of_another_floor_do_not_cover(plant):
    make.make_area(plant, floors=[1, 2], geometry=make.box(0, 0, 10))
    for x in (1, 2, 3):
        make.make_anchor(plant, x_m=x, y_m=5, floor=1, range_limit_m=50)
    area = coverage.coverage(plant)[0]
    assert [(one.floor, one.share) for one in area.floors] == [(1, 1.0), (2, 0.0)]
    assert area.lacks


@pytest.mark.clause("POS-017", "AQL-013")
def test_on_site_without_a_working_tag_comes_first(plant, manager, monkeypatch):
    now = clock.now()
    works, silent, visitor, _, gated = (
        make.make_person(plant, name) for name in ("好", "哑", "客", "无", "门")
    )
    visitor.kind, visitor.valid_until = "visitor", now.date()
    visitor.save()
    for person, seen in ((works, now), (silent, now - timedelta(seconds=61))):
        make.bind(make.make_tag(plant, seen_at=seen), person)
    provider = lambda company, at: [(gated.pk, "东门 07:52 进厂")]  # noqa: E731
    monkeypatch.setattr(cards, "ON_SITE_PROVIDERS", [provider])
    found = {c.person.name: c for c in cards.cards(manager, now)}
    assert {name: c.state.value for name, c in found.items()} == {
        "好": "works", "哑": "silent", "客": "none", "无": "none", "门": "none",
    }  # fmt: skip
    assert set(list(found)[:2]) == {"客", "门"}
    assert found["门"].evidence == "东门 07:52 进厂"
    assert list(found)[-1] == "好"


def test_cameras_near_a_place_are_those_registered_nearest_first(plant, manager, monkeypatch):
    spot = nearby.Spot(5, 5, 1)
    assert nearby.near(manager, spot) == []
    known = [nearby.Near("C2", "/c/2", 20.0), nearby.Near("C1", "/c/1", 4.0)]
    monkeypatch.setattr(nearby, "NEAR_PROVIDERS", [lambda account, at: known])
    assert [one.name for one in nearby.near(manager, spot)] == ["C1", "C2"]


def test_the_open_tail_is_counted_once(plant, manager, monkeypatch):
    from anhuan.domains.positioning.queries import scan
    from anhuan.domains.positioning.queries.tail import Tail

    start = clock.now().replace(microsecond=0) - timedelta(seconds=200)
    wang = walker(plant, "王", standing(11, 21, range(0, 60), start=start))
    rest = standing(11, 21, range(50, 121), start=start)
    monkeypatch.setattr(scan, "fetch_tail", lambda *_: Tail({wang.tag.pk: rest}, "ok"))
    found = heat.heat(manager, start, clock.now())
    assert sum(s for *_, s in found.cells) == pytest.approx(120, abs=2.1)
    assert found.stride == 1
    assert np.isfinite(found.cells[0][2])
