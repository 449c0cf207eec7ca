"""Tracks follow people, not tags; everyone at a moment; only those the asker may see."""

import base64
import time
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import numpy as np
import pytest
from django.http import Http404

from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import sign_in
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.queries import tail, tracks
from anhuan.domains.positioning.rules import tracks as rules
from anhuan.domains.positioning.tests import factories as make
from anhuan.kernel import clock
from anhuan.kernel.chunks import encode

pytestmark = pytest.mark.django_db
DAY = datetime(2026, 11, 20, tzinfo=UTC)
H = timedelta(hours=1)


@pytest.fixture
def plant():
    return make.make_company()


@pytest.fixture
def manager(plant):
    return make.make_account(plant)


@pytest.fixture
def wang(plant):
    person = make.make_person(plant)
    person.tag = make.make_tag(plant)
    make.bind(person.tag, person)
    return person


def times(found):
    return [segment.t_ms.tolist() for segment in found.segments]


def ms(moment, *seconds):
    return [clock.to_ms(moment) + 1000 * s for s in seconds]


@pytest.mark.clause("POS-006", "POS-051", "POS-027", "POS-136")
def test_a_track_has_the_points_of_the_period_and_no_others(plant, manager, wang):
    make.seal(wang.tag, make.make_points(DAY, range(0, 1300, 1)))
    found = tracks.track(
        manager, wang.pk, DAY + timedelta(seconds=595), DAY + timedelta(seconds=605), 1
    )
    assert times(found) == [ms(DAY, *range(595, 605))]
    segment = found.segments[0]
    assert segment.x_cm[0] == 100 * (10 + 595)
    assert (segment.floor[0], segment.r68_cm[0], found.tail) == (1, 50, "")


@pytest.mark.clause("AQL-023", "POS-046", "POS-092")
def test_a_track_runs_over_midnight_and_months(plant, manager, wang):
    night = datetime(2026, 10, 31, 15, 59, 50, tzinfo=UTC)  # 23:59:50 in the plant
    make.seal(wang.tag, make.make_points(night, range(20)))
    turn = datetime(2026, 10, 31, 23, 59, 55, tzinfo=UTC)  # the partition changes
    make.seal(wang.tag, make.make_points(turn, range(10)))
    found = tracks.track(manager, wang.pk, night, night + timedelta(days=3), 1)
    assert times(found) == [ms(night, *range(20)), ms(turn, *range(10))]


def test_silence_of_more_than_a_minute_breaks_the_line(plant, manager, wang):
    make.seal(wang.tag, make.make_points(DAY, [0, 60, 120.001]))
    found = tracks.track(manager, wang.pk, DAY, DAY + H, 1)
    assert [len(t) for t in times(found)] == [2, 1]


@pytest.mark.clause("POS-047", "AQL-024")
def test_from_the_yard_to_the_second_floor_is_one_line(plant, manager, wang):
    points = make.make_points(DAY, range(595, 605))
    points.floor[3:] = 2
    make.seal(wang.tag, points)
    found = tracks.track(manager, wang.pk, DAY, DAY + H, 1)
    assert [s.floor.tolist() for s in found.segments] == [[1] * 3 + [2] * 7]


@pytest.mark.clause("AQL-020")
def test_a_tag_that_changed_hands_shows_each_only_their_own_time(plant, manager, wang):
    make.seal(wang.tag, make.make_points(DAY, range(0, 600, 10)))
    actions.unbind_tag(SYSTEM, wang.tag, until=DAY + timedelta(seconds=100))
    li = make.make_person(plant, "李建国")
    make.bind(wang.tag, li, DAY + timedelta(seconds=300))
    assert times(tracks.track(manager, wang.pk, DAY, DAY + H, 1)) == [ms(DAY, *range(0, 100, 10))]
    assert times(tracks.track(manager, li.pk, DAY, DAY + H, 1)) == [ms(DAY, *range(300, 600, 10))]


def test_a_person_with_two_tags_one_after_the_other_has_one_track(plant, manager, wang):
    make.seal(wang.tag, make.make_points(DAY, range(3)))
    actions.unbind_tag(SYSTEM, wang.tag, until=DAY + timedelta(seconds=50))
    second = make.make_tag(plant)
    make.bind(second, wang, DAY + timedelta(seconds=50))
    make.seal(second, make.make_points(DAY, range(60, 63)))
    found = tracks.track(manager, wang.pk, DAY, DAY + H, 1)
    assert times(found) == [ms(DAY, 0, 1, 2), ms(DAY, 60, 61, 62)]


@pytest.mark.clause("POS-054")
def test_somebody_who_left_can_still_be_traced(plant, manager, wang):
    make.seal(wang.tag, make.make_points(DAY, range(3)))
    actions.unbind_tag(SYSTEM, wang.tag)
    wang.is_retired = True
    wang.save()
    assert times(tracks.track(manager, wang.pk, DAY, DAY + H, 1)) == [ms(DAY, 0, 1, 2)]


def test_another_plant_and_unknown_subjects_are_not_found(plant, wang):
    stranger = make.make_account(make.make_company())
    for subject in (wang.pk, uuid4()):
        with pytest.raises(Http404):
            tracks.track(stranger, subject, DAY, DAY + H)


def test_a_department_head_sees_the_own_department_and_below(plant):
    works = make.make_department(plant, "生产部", level="department")
    shop = make.make_department(plant, "合成车间", parent=works)
    office = make.make_department(plant, "办公室")
    head = make.make_account(plant, Role.DEPARTMENT_HEAD, works)
    inside, outside = (make.make_person(plant, department=d) for d in (shop, office))
    for person in (inside, outside):
        tag = make.make_tag(plant)
        make.bind(tag, person)
        make.seal(tag, make.make_points(DAY, range(3)))
    assert len(tracks.track(head, inside.pk, DAY, DAY + H).segments) == 1
    with pytest.raises(Http404):
        tracks.track(head, outside.pk, DAY, DAY + H)
    at = DAY + timedelta(seconds=2)
    assert [row.subject for row in tracks.everyone_at(head, at).rows] == [inside.pk]


@pytest.mark.clause("POS-049", "POS-050", "POS-043")
def test_everyone_at_a_moment_is_the_newest_point_before_it(plant, manager, wang):
    make.seal(wang.tag, make.make_points(DAY, range(0, 1200)))
    other = make.make_person(plant, "李建国")
    tag = make.make_tag(plant)
    make.bind(tag, other)
    make.seal(tag, make.make_points(DAY - timedelta(seconds=590), [0]))  # seen 10 min before
    at = DAY + timedelta(seconds=9.5)
    rows = {row.subject: row for row in tracks.everyone_at(manager, at).rows}
    assert rows[wang.pk].t_ms == ms(DAY, 9)[0]
    assert (rows[wang.pk].x_m, rows[wang.pk].y_m, rows[wang.pk].r68_m) == (19.0, 20.0, 0.5)
    assert rows[other.pk].t_ms == ms(DAY, -590)[0]
    gone = tracks.everyone_at(manager, DAY + timedelta(seconds=11)).rows
    assert [row.subject for row in gone] == [wang.pk]


def test_everyone_at_a_moment_knows_who_held_the_tag_then(plant, manager, wang):
    make.seal(wang.tag, make.make_points(DAY, range(600)))
    actions.unbind_tag(SYSTEM, wang.tag, until=DAY + timedelta(seconds=100))
    assert len(tracks.everyone_at(manager, DAY + timedelta(seconds=99)).rows) == 1
    assert tracks.everyone_at(manager, DAY + timedelta(seconds=101)).rows == []


def test_the_open_tail_is_joined_and_its_absence_is_said(plant, manager, wang, monkeypatch):
    now = clock.now().replace(microsecond=0)
    start = now - timedelta(seconds=30)
    make.seal(wang.tag, make.make_points(start, range(10)))
    found = tracks.track(manager, wang.pk, start, now, 1)
    assert (len(times(found)[0]), found.tail) == (10, "absent")
    points = make.make_points(start, range(5, 20))
    monkeypatch.setattr(tracks, "fetch_tail", lambda *_: tail.Tail({wang.tag.pk: points}, "ok"))
    found = tracks.track(manager, wang.pk, start, now, 1)
    assert times(found) == [ms(start, *range(20))]
    assert found.tail == "ok"
    assert tracks.everyone_at(manager, now).rows[0].t_ms == ms(start, 19)[0]


def test_a_damaged_tail_entry_is_left_out():
    good = encode(make.make_points(DAY, range(3)))
    tag = uuid4()
    entries = (
        f'[{{"tag":"{tag}","payload":"{base64.b64encode(good).decode()}"}},'
        f'{{"tag":"{uuid4()}","payload":"AAAA"}},{{"tag":5}},7]'
    )
    assert list(tail._tracks(entries.encode())) == [tag]
    assert tail._tracks(b"nonsense") == {}


def test_thinning_keeps_ends_and_floors():
    points = make.make_points(DAY, range(100))
    points.floor[40:] = 2
    kept = (rules.thinned(points, 10_000).t_ms - clock.to_ms(DAY)) // 1000
    assert kept.tolist() == [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 99]
    assert len(rules.thinned(points, 1).t_ms) == 100
    assert rules.step_for(86_400_000) == 4320


@pytest.mark.parametrize(("seconds", "rate"), [
    (range(0, 121, 2), 30.0), (range(0, 118, 2), None), ([], None), ([5], None),
    ([0, 60, 120, 180], 1.0),
])  # fmt: skip
def test_how_often_somebody_is_located(seconds, rate):
    assert rules.fixes_per_minute(make.make_points(DAY, seconds)) == rate


def test_pieces_of_nothing():
    assert rules.segments(rules.empty()) == []
    assert len(rules.joined([]).t_ms) == 0
    assert rules.last_before(rules.empty(), 5) is None


def test_joined_sorts_overlaps_out():
    first, second = make.make_points(DAY, range(5)), make.make_points(DAY, range(3, 8))
    whole = rules.joined([first, second])
    assert (np.diff(whole.t_ms) == 1000).all()
    assert len(whole.t_ms) == 8


@pytest.mark.clause("AQL-022")
def test_several_people_are_asked_for_together_and_each_keeps_the_own_track(plant, wang):
    others = [make.make_person(plant, name) for name in ("李建国", "赵敏")]
    for k, person in enumerate(others, 1):
        tag = make.make_tag(plant)
        make.bind(tag, person)
        make.seal(tag, make.make_points(DAY, range(30), 100.0 * k))
    make.seal(wang.tag, make.make_points(DAY, range(30)))
    client = sign_in(make.make_account(plant))
    span = {"from": DAY.isoformat(), "to": (DAY + H).isoformat()}
    first = {
        person.name: client.get("/api/v1/tracks", {"subject": person.pk, **span}).json()
        for person in (wang, *others)
    }
    starts = {name: found["segments"][0]["x_m"][0] for name, found in first.items()}
    assert starts == {"王海涛": 10.0, "李建国": 100.0, "赵敏": 200.0}
    film = client.get("/api/v1/positions/film", {**span, "step_s": 60}).json()
    assert len(film["actors"]) == 3


@pytest.mark.clause("AQL-091")
def test_eight_hours_of_somebody_are_answered_within_three_seconds(plant, wang):
    make.seal(wang.tag, make.make_points(DAY, range(8 * 3600)))
    client = sign_in(make.make_account(plant))
    span = {"from": DAY.isoformat(), "to": (DAY + 8 * H).isoformat()}
    began = time.process_time()  # whatever else the machine does
    answer = client.get("/api/v1/tracks", {"subject": wang.pk, **span})
    assert time.process_time() - began < 3.0
    (segment,) = answer.json()["segments"]
    assert segment["t_ms"][0] == clock.to_ms(DAY)
    assert segment["t_ms"][-1] == clock.to_ms(DAY) + 1000 * (8 * 3600 - 1)
