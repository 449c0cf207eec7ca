"""Trials on a real database: what a draft would have done, beside what the engine really did."""

from datetime import UTC, datetime, timedelta

import pytest

from anhuan.domains.alarms.actions import seed_kinds
from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.org.models import DutyShift
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.queries.qualifications import PROVIDERS, Provider
from anhuan.domains.positioning.tests import factories as make
from anhuan.engine import trial as process
from anhuan.engine.adapters import chunk_store, trial
from anhuan.engine.adapters.configuration import load_plant
from anhuan.engine.adapters.engine import Engine
from anhuan.engine.adapters.orders import RAISE
from anhuan.engine.adapters.trial_tracks import load_held, tags_of
from anhuan.engine.adapters.zones import fence_rows
from anhuan.engine.core.pipeline import Pipeline
from anhuan.engine.tests.plants import Wire
from anhuan.kernel import clock
from anhuan.kernel.geo import Georeference

pytestmark = pytest.mark.django_db
T0 = datetime(2026, 11, 21, 8, tzinfo=UTC)  # 16:00 in the plant
T0_MS = clock.to_ms(T0)
FRAME = Georeference(118.7, 37.9)


def after(minutes):
    return T0 + timedelta(minutes=minutes)


@pytest.fixture
def plant():
    company = make.make_company(code="plant")
    make.make_site(company)
    seed_kinds(company)
    return company


@pytest.fixture
def people(plant):
    """Two of our own and two contractors, with tags."""
    kinds = ("employee", "employee", "contractor", "contractor")
    found = []
    for kind, name in zip(kinds, "甲乙丙丁", strict=True):
        tag, person = make.make_tag(plant), make.make_person(plant, name, kind=kind)
        make.bind(tag, person)
        found.append((tag, person))
    return found


def stay(tag, start, minutes, x=5.0, y=5.0, floor=1):
    """Stored points at one place, one a second."""
    points = make.make_points(start, range(round(minutes * 60)), x, y, floor)
    points.x_cm[:] = round(100 * x)
    make.seal(tag, points)


def tried(fence, since=T0, until=None):
    found = fence_rows(fence.company).get(pk=fence.pk)
    return trial.run(found, since, until or after(30))


def names(result):
    return [(one["rule"], one["name"], one["at"][11:19]) for one in result.findings]


def test_a_draft_does_nothing_live_and_its_trial_names_who_and_when(plant, people):
    (tag, person), (other, _) = people[:2]
    stay(tag, after(2), 5)
    stay(other, after(2), 5, x=50)
    draft = actions.save_draft(SYSTEM, plant, name="禁入", purpose="restricted",
                               geometry=make.box(0, 0))  # fmt: skip
    assert load_plant(plant).config.fences == ()
    (found,) = tried(draft).findings
    assert (found["name"], found["subject"]) == (person.name, str(person.pk))
    assert (found["rule"], found["kind"]) == ("entered", "boundary")
    assert found["onset"] == "2026-11-21T08:02:00+00:00"
    assert (found["x_m"], found["y_m"]) == (5.0, 5.0)
    figures = tried(draft).figures
    assert (figures["alarms"], figures["entries"], figures["most"]) == (1, 1, 1)


@pytest.mark.clause("AQL-025", "AQL-027")
@pytest.mark.parametrize(
    ("fields", "x", "floor", "alarms"),
    [
        ({"geometry": make.box(0, 0)}, 9.9, 1, 1),
        ({"geometry": make.box(0, 0)}, 10.1, 1, 0),
        ({"geometry": make.box(0, 0), "radius_m": 2}, 11.9, 1, 1),
        ({"geometry": make.box(0, 0), "radius_m": 2}, 12.1, 1, 0),
        ({"geometry": {"type": "Point", "coordinates": [0, 5]}, "radius_m": 8}, 7.9, 1, 1),
        ({"geometry": {"type": "Point", "coordinates": [0, 5]}, "radius_m": 8}, 8.1, 1, 0),
        ({"geometry": {"type": "LineString", "coordinates": [[0, 0], [0, 9]]}, "radius_m": 3},
         2.9, 1, 1),
        ({"geometry": {"type": "LineString", "coordinates": [[0, 0], [0, 9]]}, "radius_m": 3},
         3.1, 1, 0),
        ({"geometry": {"type": "LineString", "coordinates": [[0, 0], [0, 9]]}}, 0.4, 1, 1),
        ({"geometry": {"type": "LineString", "coordinates": [[0, 0], [0, 9]]}}, 0.6, 1, 0),
        ({"geometry": make.box(0, 0), "floors": [2]}, 5, 1, 0),
        ({"geometry": make.box(0, 0), "floors": [1]}, 5, 1, 1),
        ({"geometry": make.box(0, 0), "z_min_m": 0.5, "z_max_m": 2.0}, 5, 1, 1),  # tag at 1 m
        ({"geometry": make.box(0, 0), "z_min_m": 1.5}, 5, 1, 0),
        ({"geometry": make.box(0, 0), "z_max_m": 0.9}, 5, 1, 0),
        ({"geometry": make.box(0, 0), "buffer_m": 1}, 8.9, 1, 1),
        ({"geometry": make.box(0, 0), "buffer_m": 1}, 9.1, 1, 0),
    ],
)  # fmt: skip
def test_every_shape_on_both_sides_of_its_edge(plant, people, fields, x, floor, alarms):
    stay(people[0][0], after(1), 1, x=x, floor=floor)
    assert tried(make.make_fence(plant, **fields), until=after(5)).figures["alarms"] == alarms


def test_a_tripwire_is_crossed_between_two_fixes(plant, people):
    """A vehicle's stride: 3 m before the line at one second, 3 m behind it at the next."""
    tag = people[0][0]
    points = make.make_points(after(1), range(40), 0.0, 5.0)
    points.x_cm[:] = [1700 if k < 20 else 2300 for k in range(40)]
    make.seal(tag, points)
    line = {"type": "LineString", "coordinates": [[20, 0], [20, 10]]}
    (found,) = tried(make.make_fence(plant, geometry=line), until=after(5)).findings
    assert found["rule"] == "entered"


@pytest.mark.clause("POS-096", "AQL-026")
def test_limits_by_kind_count_that_kind_only(plant, people):
    for (tag, _), minute in zip(people, (1, 2, 3, 4), strict=True):
        stay(tag, after(minute), 10 - minute)
    fence = make.make_fence(plant, purpose="capacity", kind_limits={"contractor": 2}, max_people=9)
    (found,) = tried(fence).findings
    assert found["rule"] == "over_count"
    assert "承包商" in found["title"]
    assert found["at"].startswith("2026-11-21T08:04:0")  # when the second of them came


@pytest.mark.clause("POS-008", "POS-093")
def test_shifts_over_midnight_make_a_fence_hold(plant, people):
    tag, leader = people[0]
    night = datetime(2026, 11, 21, 15, 50, tzinfo=UTC)  # 23:50 in the plant
    DutyShift.objects.create(company=plant, team="丙班", leader=leader,
                             starts_at=night + timedelta(minutes=5),
                             ends_at=night + timedelta(minutes=20))  # fmt: skip
    stay(tag, night, 30)
    fence = make.make_fence(plant, teams=["丙班"])
    (found,) = tried(fence, night, night + timedelta(minutes=30)).findings
    assert found["onset"] == (night + timedelta(minutes=5)).isoformat()
    assert found["until"][:18] == (night + timedelta(minutes=20)).isoformat()[:18]
    assert tried(make.make_fence(plant, teams=["甲班"]), night,
                 night + timedelta(minutes=30)).findings == []  # fmt: skip


def test_the_live_engine_follows_the_roster(plant, people):
    leader = people[0][1]
    now = clock.now()
    shift = {
        "team": "丙班",
        "leader": leader,
        "starts_at": now,
        "ends_at": now + timedelta(hours=8),
    }
    DutyShift.objects.create(company=plant, **shift)
    fence = make.make_fence(plant, teams=["丙班"])
    loaded = load_plant(plant)
    for hours, active in ((-1, False), (1, True), (9, False)):
        (zone,) = loaded.config_at(clock.now() + timedelta(hours=hours)).fences
        assert (zone.id, zone.active) == (fence.pk, active)


def test_who_holds_a_listed_qualification_may_enter(plant, people, monkeypatch):
    holder, other = people[0][1], people[1][1]
    for tag, _ in people[:2]:
        stay(tag, after(1), 3)
    fence = make.make_fence(plant, allowed_qualifications=["training:confined"])
    assert {one["name"] for one in tried(fence).findings} == {holder.name, other.name}
    asked = []

    def holders(company, code, at):
        asked.append((company, code))
        return [holder.pk]

    provider = Provider("training", "培训资格", lambda _: [("confined", "受限空间")], holders)
    monkeypatch.setitem(PROVIDERS, "training", provider)
    assert {one["name"] for one in tried(fence).findings} == {other.name}
    assert asked[0] == (plant, "confined")
    (zone,) = load_plant(plant).config.fences
    assert zone.may_enter == {people[0][0].pk}


def test_people_are_those_who_held_the_tag_then(plant, people):
    tag, first = people[0]
    second = make.make_person(plant, "接班人")
    actions.unbind_tag(SYSTEM, tag, until=after(10))
    actions.bind_tag(SYSTEM, tag, second, since=after(12))
    held = load_held(plant, T0, after(30))
    mine = [one for one in held if one.holder.number == tag.number]
    assert [one.holder.subject for one in mine] == [first.pk, None, second.pk]
    assert len(tags_of(held)) == len(held)
    stay(tag, after(5), 2)
    stay(tag, after(15), 2, y=6.0)
    fence = make.make_fence(plant, allowed_people=[first])
    assert [one["name"] for one in tried(fence).findings] == [second.name]


def test_a_trial_decides_what_the_live_engine_decided(plant, people):
    """Positions over the wire into the live engine, its own chunks stored, then replayed."""
    fence = make.make_fence(plant, geometry=make.box(20, 20), allowed_people=[people[0][1]])
    loaded = load_plant(plant)
    engine = Engine(loaded, Pipeline(loaded.config, T0_MS), clock_ms=T0_MS)
    wire = Wire(engine)
    for second in range(0, 240):
        at_ms = T0_MS + 1000 * second
        body = [location(tag, at_ms, walk(k, second)) for k, (tag, _) in enumerate(people)]
        wire.send("location.gnss", body, at_ms + 30)
        wire.run(at_ms + 900)
    live = {o.alarm_id: o.at_ms for o in engine.alarms.waiting
            if o.do == RAISE and o.inputs.get("zone") == str(fence.pk)}  # fmt: skip
    assert len(live) >= 3
    chunk_store.seal(plant.pk, engine.tail.frozen(), engine.tail.tags)
    found = {one["id"]: clock.to_ms(datetime.fromisoformat(one["onset"]))
             for one in tried(fence, T0, after(4)).findings}  # fmt: skip
    assert found == live


def walk(k, second):
    """Through the square again and again, each at another pace; the first may be there.

    Off the edges by more than the centimetre to which a track is stored.
    """
    x = 10.13 + (second * (0.5 + 0.1 * k)) % 40
    return x, 25.0 + k


def location(tag, at_ms, place):
    lon, lat = FRAME.to_lonlat(*place)
    stamp = clock.from_ms(at_ms).isoformat(timespec="milliseconds")
    return {
        "position": {"type": "Point", "coordinates": [lon, lat]}, "source": "gnss",
        "provider_type": "gps", "provider_id": tag.number, "trackables": [],
        "timestamp_generated": stamp, "accuracy": 0.5, "crs": "EPSG:4326", "floor": 1,
    }  # fmt: skip


def test_a_schedule_is_kept_to_its_second_in_a_trial(plant, people):
    stay(people[0][0], T0, 20)
    fence = make.make_fence(plant, schedule=[{"days": [6], "from": "16:05", "to": "16:07"}])
    (found,) = tried(fence).findings  # a Saturday
    assert (found["onset"], found["until"][:18]) == (
        after(5).isoformat(),
        after(7).isoformat()[:18],
    )
    sunday = make.make_fence(plant, schedule=[{"days": [7], "from": "16:05", "to": "16:07"}])
    assert tried(sunday).findings == []


def test_who_was_inside_before_is_known_from_the_time_before(plant, people):
    stay(people[0][0], after(-20), 60)
    fence = make.make_fence(plant, purpose="stay", limit_s=1500)
    (found,) = tried(fence).findings
    assert found["onset"] == after(5).isoformat()  # 25 minutes after entering at 07:40


def test_the_process_writes_the_result_down(plant, people):
    stay(people[0][0], after(1), 3)
    fence = make.make_fence(plant)
    asked = actions.ask_trial(SYSTEM, fence, T0, after(30), after(120))
    assert actions.take_trial(after(121)) == asked.pk
    assert actions.take_trial(after(122)) is None
    done = process.run(asked.pk)
    assert (done.state, done.progress_pct, len(done.findings)) == ("done", 100, 1)
    assert actions.take_trial(after(200)) is None


def test_a_trial_whose_process_died_is_taken_again(plant):
    asked = actions.ask_trial(SYSTEM, make.make_fence(plant), T0, after(30), after(120))
    actions.take_trial(after(121))
    assert actions.take_trial(after(127)) == asked.pk
