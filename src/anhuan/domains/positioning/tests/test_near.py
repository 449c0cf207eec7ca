"""Who was near a place: exact to the stored fix, at every border; only those one may trace."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.queries import tail
from anhuan.domains.positioning.queries.near import who_was_near
from anhuan.domains.positioning.tests import factories as make
from anhuan.kernel import clock
from anhuan.kernel.chunks import Track

pytestmark = pytest.mark.django_db
DAY = datetime(2026, 11, 20, tzinfo=UTC)
H = timedelta(hours=1)
S = timedelta(seconds=1)


@pytest.fixture
def plant():
    return make.make_company()


@pytest.fixture
def manager(plant):
    return make.make_account(plant)


def someone(plant, *tracks):
    """A person whose tag has these points."""
    person = make.make_person(plant)
    person.tag = make.make_tag(plant)
    make.bind(person.tag, person)
    for points in tracks:
        make.seal(person.tag, points)
    return person


def standing(start, seconds, x_m, y_m=20.0, floor=1):
    """Points in one place."""
    points = make.make_points(start, seconds, x_m, y_m, floor)
    return points._replace(x_cm=np.full(points.points, round(100 * x_m)))


def test_whoever_passed_is_named_with_times_and_distance(plant, manager):
    passer = someone(plant, make.make_points(DAY, range(60), x_m=0))  # 1 m/s along y = 20 m
    someone(plant, standing(DAY, range(60), 500))
    (row,) = who_was_near(manager, 30, 20, None, 5, DAY, DAY + H)
    assert row.subject == passer.pk
    assert (row.first, row.last) == (DAY + 25 * S, DAY + 35 * S)
    assert (row.seconds, row.closest_m) == (10.0, 0.0)


@pytest.mark.parametrize(("x_m", "seen"), [(10.0, True), (10.01, False)])
def test_the_edge_belongs_to_the_circle(plant, manager, x_m, seen):
    someone(plant, standing(DAY, range(3), x_m))
    assert bool(who_was_near(manager, 0, 20, 1, 10, DAY, DAY + H)) is seen


def test_a_stay_over_a_chunk_border_is_one_stay_with_no_second_lost(plant, manager):
    someone(plant, standing(DAY, range(595, 606), 3))
    (row,) = who_was_near(manager, 3, 20, 1, 1, DAY, DAY + H)
    assert (row.first, row.last, row.seconds) == (DAY + 595 * S, DAY + 605 * S, 10.0)


def test_only_the_period_counts_its_end_left_out(plant, manager):
    someone(plant, standing(DAY, range(0, 1300, 1), 3))
    (row,) = who_was_near(manager, 3, 20, 1, 1, DAY + 599 * S, DAY + 602 * S)
    assert (row.first, row.last, row.seconds) == (DAY + 599 * S, DAY + 601 * S, 2.0)
    assert who_was_near(manager, 3, 20, 1, 1, DAY + 2 * H, DAY + 3 * H) == []


@pytest.mark.parametrize(("gap_s", "seconds"), [(60, 60.0), (60.001, 0.0)])
def test_silence_of_more_than_a_minute_is_no_stay(plant, manager, gap_s, seconds):
    someone(plant, standing(DAY, [0, gap_s], 3))
    (row,) = who_was_near(manager, 3, 20, 1, 1, DAY, DAY + H)
    assert row.seconds == seconds


def test_the_floor_above_is_not_near_unless_all_floors_are_asked_for(plant, manager):
    someone(plant, standing(DAY, range(3), 3, floor=2))
    assert who_was_near(manager, 3, 20, 1, 5, DAY, DAY + H) == []
    assert len(who_was_near(manager, 3, 20, 2, 5, DAY, DAY + H)) == 1
    assert len(who_was_near(manager, 3, 20, None, 5, DAY, DAY + H)) == 1


def test_a_tag_that_changed_hands_tells_who_carried_it_then(plant, manager):
    first = someone(plant, standing(DAY, range(0, 600, 10), 3))
    actions.unbind_tag(SYSTEM, first.tag, until=DAY + 100 * S)
    second = make.make_person(plant)
    make.bind(first.tag, second, DAY + 300 * S)
    rows = who_was_near(manager, 3, 20, 1, 1, DAY, DAY + H)
    assert [(r.subject, r.first, r.last) for r in rows] == [
        (first.pk, DAY, DAY + 90 * S),
        (second.pk, DAY + 300 * S, DAY + 590 * S),
    ]


def test_somebody_with_two_tags_one_after_the_other_is_one_row(plant, manager):
    person = someone(plant, standing(DAY, range(0, 20), 3))
    actions.unbind_tag(SYSTEM, person.tag, until=DAY + 50 * S)
    second = make.make_tag(plant)
    make.bind(second, person, DAY + 50 * S)
    make.seal(second, standing(DAY, range(60, 70), 4))
    (row,) = who_was_near(manager, 3, 20, 1, 2, DAY, DAY + H)
    assert (row.first, row.last, row.seconds) == (DAY, DAY + 69 * S, 28.0)
    assert row.closest_m == 0.0


def test_only_those_in_scope_and_nobody_of_another_plant(plant):
    ours = make.make_department(plant)
    mine = someone(plant, standing(DAY, range(3), 3))
    someone(plant, standing(DAY, range(3), 3))
    someone(make.make_company(), standing(DAY, range(3), 3))
    mine.department = ours
    mine.save()
    head = make.make_account(plant, "department_head", department=ours)
    assert [row.subject for row in who_was_near(head, 3, 20, 1, 1, DAY, DAY + H)] == [mine.pk]
    assert len(who_was_near(plant, 3, 20, 1, 1, DAY, DAY + H)) == 2


def test_the_open_tail_goes_on_where_the_sealed_ends(plant, manager, monkeypatch):
    """The tail repeats the last sealed fixes; none counts twice."""
    now = clock.now().replace(microsecond=0)
    bucket = clock.from_ms(clock.to_ms(now) // 600_000 * 600_000) - timedelta(minutes=10)
    person = someone(plant, standing(bucket, range(580, 600), 3))
    open_part = standing(bucket, range(590, 620), 3)
    found = tail.Tail({person.tag.pk: open_part}, "ok")
    monkeypatch.setattr("anhuan.domains.positioning.queries.near.fetch_tail", lambda *_: found)
    (row,) = who_was_near(manager, 3, 20, 1, 1, now - H, now + H)
    assert (row.first, row.last) == (bucket + 580 * S, bucket + 619 * S)
    assert row.seconds == 39.0


def test_it_is_what_looking_at_every_point_says(plant, manager):
    rng = np.random.default_rng(3)
    people, walked = [], []
    for _ in range(8):
        n = 3000
        t = clock.to_ms(DAY) + np.cumsum(rng.integers(200, 2000, n))
        x, y = (np.cumsum(rng.integers(-150, 151, n)) for _ in range(2))
        track = Track(t, x, y, rng.integers(1, 3, n), np.full(n, 50))
        people.append(someone(plant, track))
        walked.append(track)
    for x_m, y_m, radius_m, floor in ((0, 0, 15, None), (5, -8, 30, 1), (-20, 10, 7, 2)):
        rows = {
            row.subject: row
            for row in who_was_near(manager, x_m, y_m, floor, radius_m, DAY + H / 6, DAY + H)
        }
        for person, track in zip(people, walked, strict=True):
            slow = by_hand(track, x_m, y_m, floor, radius_m, DAY + H / 6, DAY + H)
            assert (person.pk in rows) is (slow is not None)
            if slow:
                row = rows[person.pk]
                assert (clock.to_ms(row.first), clock.to_ms(row.last)) == slow[:2]
                assert row.seconds == pytest.approx(slow[2])
                assert row.closest_m == pytest.approx(slow[3])


def by_hand(track, x_m, y_m, floor, radius_m, t1, t2):
    """The same, one point after the other."""
    hits, spent, before = [], 0, None
    for t, x, y, level, _ in zip(*(c.tolist() for c in track), strict=True):
        if not clock.to_ms(t1) <= t < clock.to_ms(t2):
            continue
        away = ((x / 100 - x_m) ** 2 + (y / 100 - y_m) ** 2) ** 0.5
        inside = away <= radius_m and floor in (None, level)
        if inside:
            hits.append((t, away))
            if before and before[1] and t - before[0] <= 60_000:
                spent += t - before[0]
        before = (t, inside)
    if not hits:
        return None
    return hits[0][0], hits[-1][0], spent / 1000, min(away for _, away in hits)
