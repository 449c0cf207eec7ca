"""What the engine reads from and writes to a real PostgreSQL. Writing it twice changes nothing."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection

from anhuan.domains.alarms.actions import seed_kinds
from anhuan.domains.alarms.models import Alarm
from anhuan.domains.plant.models import Structure
from anhuan.domains.positioning.models import (
    DeadLetter,
    DeadLetterCount,
    EngineState,
    LatestPosition,
    TrackChunk,
    TrackSeal,
    ZoneVisit,
)
from anhuan.domains.positioning.queries.sealing import verify_tracks
from anhuan.domains.positioning.tests import factories as make
from anhuan.engine.adapters import checkpoint, chunk_store, records, start
from anhuan.engine.adapters.board import Seen
from anhuan.engine.adapters.configuration import load_plant
from anhuan.engine.adapters.devices import Health
from anhuan.engine.adapters.orders import RAISE, RETURN, UPDATE, Order, carry_out
from anhuan.engine.adapters.refusals import Sample
from anhuan.engine.adapters.tail import BUCKET_MS, Tail
from anhuan.engine.core import config as core
from anhuan.engine.tests.test_tail import fixes
from anhuan.kernel import clock
from anhuan.kernel.chunks import decode
from anhuan.kernel.ids import uuid_of

pytestmark = pytest.mark.django_db
T0 = datetime(2026, 11, 21, 8, tzinfo=UTC)
T0_MS = clock.to_ms(T0)


@pytest.fixture
def company():
    found = make.make_company(code="plant")
    seed_kinds(found)
    return found


@pytest.fixture
def tags(company):
    return [make.make_tag(company) for _ in range(4)]


# --- configuration ---------------------------------------------------------------------------


def test_fences_admit_the_tags_of_those_they_list(company):
    workshop = make.make_department(company)
    team = make.make_department(company, "一班", parent=workshop, level="team")
    staff = make.make_person(company, department=team)
    other = make.make_person(company)
    contractor = make.make_person(company, kind="contractor")
    held = [make.make_tag(company) for _ in range(3)]
    for tag, person in zip(held, (staff, other, contractor), strict=True):
        make.bind(tag, person)
    make.make_tag(company)  # given to nobody
    make.make_fence(company, name="a", allowed_departments=[workshop])
    make.make_fence(company, name="b", allowed_kinds=["contractor"], allowed_people=[other])
    make.make_fence(company, name="c")
    fences = {f.id: f for f in load_plant(company).config.fences}
    names = {n.name: n.id for n in load_plant(company).zones.names.values()}
    assert fences[names["a"]].may_enter == {held[0].pk}
    assert fences[names["b"]].may_enter == {held[1].pk, held[2].pk}
    assert fences[names["c"]].may_enter == frozenset()


def test_tags_stand_for_their_holders(company):
    plain, vehicle = make.make_tag(company), make.make_tag(company, form="vehicle")
    make.bind(vehicle, make.make_vehicle(company))
    retired = make.make_tag(company, is_retired=True)
    plant = load_plant(company)
    kinds = {tag.id: tag.kind for tag in plant.config.tags}
    assert kinds == {plain.pk: core.Kind.VISITOR, vehicle.pk: core.Kind.VEHICLE}
    assert retired.pk not in plant.holders
    assert plant.holders[plain.pk].kind_name == "未绑定"


def test_numbers_that_only_other_plants_use_are_told_apart(company):
    other = make.make_company(code="other")
    gone = make.make_company(code="gone", is_retired=True)
    for number, whose in (("A-1", company), ("A-1", other), ("B-1", other), ("C-1", gone)):
        make.make_tag(whose, number=number)
    make.make_anchor(other, number="B-ANCHOR")
    make.make_person(other, number="B-PERSON")
    others = load_plant(company).others
    assert others.devices == {"B-1", "B-ANCHOR"}
    assert others.people >= {"B-PERSON"}
    assert load_plant(other).others.devices == frozenset()


def test_a_broken_fence_is_left_out_and_the_others_work(company, caplog):
    good, bad, worse = (make.make_fence(company, name=name) for name in ("好", "坏", "更坏"))
    type(bad).objects.filter(pk=bad.pk).update(geometry={"type": "Polygon", "coordinates": [[]]})
    type(bad).objects.filter(pk=worse.pk).update(schedule=[{"from": "25:00", "to": "x"}])
    plant = load_plant(company)
    assert [fence.id for fence in plant.config.fences] == [good.pk]
    assert plant.zones.skipped == 2
    assert "坏 left out" in caplog.text


@pytest.mark.parametrize(("hour", "active"), [(7, False), (8, True), (17, True), (18, False)])
def test_schedules_are_read_in_plant_time(company, hour, active):
    make.make_site(company)
    make.make_fence(company, schedule=[{"days": [], "from": "08:00", "to": "18:00"}])
    moment = datetime(2026, 11, 20, 16, tzinfo=UTC) + timedelta(hours=hour)  # midnight in China
    (fence,) = load_plant(company).config_at(moment).fences
    assert fence.active is active


def test_areas_bring_their_limits_and_floors_their_heights(company):
    area = make.make_area(company, max_people=6, min_people=1, floors=[2])
    Structure.objects.create(
        company=company, code="S1", name="合成装置", kind="unit", geometry=make.box(0, 0),
        floors=[{"floor": 1, "z_m": 0}, {"floor": 2, "z_m": 6.5}, {"floor": "x"}],
    )  # fmt: skip
    config = load_plant(company).config
    assert config.areas == (
        core.Area(area.pk, config.areas[0].shapes, frozenset({2}), over_limit=6, under_limit=1),
    )
    assert config.settings.floor_z_m == ((1, 0.0), (2, 6.5))


# --- records -----------------------------------------------------------------------------------


def seen(t_ms, x=1.0):
    return Seen(t_ms, x, 2.0, 1, 0.5, 0.0, 0, None, "live")


def test_the_latest_position_never_goes_back(tags):
    tag = tags[0].pk
    for t_ms, x in ((T0_MS, 1.0), (T0_MS + 1000, 2.0), (T0_MS - 5000, 9.0)):
        records.write_latest({tag: seen(t_ms, x), uuid4(): seen(t_ms)})
    (row,) = LatestPosition.objects.all()
    assert (row.x_m, row.t) == (2.0, T0 + timedelta(seconds=1))
    assert records.read_latest(tags[0].company_id)[tag].x == 2.0


def test_a_visit_is_one_row_however_often_it_is_written(company, tags):
    area = make.make_area(company)
    visit = (tags[0].pk, area.pk, T0_MS)
    for left_ms in (None, None, T0_MS + 60_000, None):
        records.write_visits({visit: left_ms, (uuid4(), area.pk, T0_MS): None})
    (row,) = ZoneVisit.objects.all()
    assert (row.entered_at, row.left_at) == (T0, T0 + timedelta(minutes=1))


def test_what_nobody_remembers_is_ended_at_the_last_known_time(company, tags):
    area = make.make_area(company)
    records.write_visits({(tag.pk, area.pk, T0_MS): None for tag in tags[:2]})
    records.write_latest({tags[0].pk: seen(T0_MS + 90_000)})
    assert records.end_open_visits(company.pk) == 2
    left = {row.tag_id: row.left_at for row in ZoneVisit.objects.all()}
    assert left == {tags[0].pk: T0 + timedelta(seconds=90), tags[1].pk: T0}


def test_refusals_add_up(company):
    hour = T0_MS - T0_MS % 3_600_000
    sample = Sample(T0, "anhuan.v1.ranging.gw", "bad_json", "x", b"{")
    for _ in range(2):
        records.write_refusals(Counter({(hour, "ranging.gw", "bad_json"): 3}), [sample])
    (row,) = DeadLetterCount.objects.all()
    assert (row.count, row.source, DeadLetter.objects.count()) == (6, "ranging.gw", 2)
    records.prune_refusals(T0 + timedelta(days=31))
    assert DeadLetter.objects.count() == 0


def test_signs_of_life_and_batteries(company, tags):
    anchor = make.make_anchor(company)
    tag = tags[0]
    records.write_devices({tag.pk: Health(T0_MS, 55, ["x"])}, {anchor.pk: Health(T0_MS)})
    records.write_devices({tag.pk: Health(T0_MS - 1000)}, {anchor.pk: Health(None, 9, [])})
    tag.refresh_from_db()
    anchor.refresh_from_db()
    assert (tag.seen_at, tag.battery_pct, tag.faults) == (T0, 55, ["x"])
    assert (anchor.seen_at, anchor.battery_pct, anchor.faults) == (T0, 9, [])


# --- tracks --------------------------------------------------------------------------------------


@pytest.mark.clause("POS-027")
def test_sealing_twice_or_late_makes_one_chunk(company, tags):
    bucket = T0_MS - T0_MS % BUCKET_MS
    core_tags = tuple(core.Tag(tag.pk, tag.number) for tag in tags)
    tail = Tail()
    for second in range(10):
        tail.take(fixes(bucket + 1000 * second), core_tags)
    first = tail.frozen()
    assert chunk_store.seal(company.pk, first, tail.tags) == 4
    assert chunk_store.seal(company.pk, first, tail.tags) == 4
    tail.drop(first)
    tail.take(fixes(bucket + 4500, tags=(1,)), core_tags)
    assert chunk_store.seal(company.pk, tail.frozen(), tail.tags) == 1
    counts = dict(TrackChunk.objects.values_list("tag_id", "count"))
    assert counts == {tag.pk: 11 if k == 1 else 10 for k, tag in enumerate(tags)}
    late = decode(bytes(TrackChunk.objects.get(tag_id=tags[1].pk).payload))
    assert late.t_ms.tolist() == sorted(late.t_ms.tolist())
    assert bucket + 4500 in late.t_ms.tolist()
    found = verify_tracks(company, clock.from_ms(bucket), clock.from_ms(bucket + BUCKET_MS))
    assert (found.buckets, found.chunks, found.findings) == (1, 4, [])
    sizes = TrackSeal.objects.order_by("id").values_list("chunks", flat=True)
    assert list(sizes) == [4, 1]  # what was written twice is sealed once


def test_late_data_does_not_cover_up_a_change(company, tags):
    bucket = T0_MS - T0_MS % BUCKET_MS
    core_tags = tuple(core.Tag(tag.pk, tag.number) for tag in tags)
    tail = Tail()
    tail.take(fixes(bucket), core_tags)
    chunk_store.seal(company.pk, tail.frozen(), tail.tags)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('anhuan.late_tracks', 'on', true)")
        cursor.execute(
            "UPDATE positioning_trackchunk SET min_x_cm = 0 WHERE tag_id = %s", [tags[1].pk]
        )
    tail.drop(tail.frozen())
    tail.take(fixes(bucket + 4500), core_tags)
    chunk_store.seal(company.pk, tail.frozen(), tail.tags)
    found = verify_tracks(company, clock.from_ms(bucket), clock.from_ms(bucket + BUCKET_MS))
    assert [(one.wrong, one.tag) for one in found.findings] == [("altered", tags[1].pk)]
    assert TrackChunk.objects.get(tag_id=tags[1].pk).count == 2  # recorded all the same


def test_tracks_of_an_older_release_are_sealed_before_late_data_changes_them(company, tags):
    bucket = T0_MS - T0_MS % BUCKET_MS
    make.seal(tags[0], make.make_points(clock.from_ms(bucket), range(5)))
    tail = Tail()
    tail.take(fixes(bucket + 9500, tags=(1,)), tuple(core.Tag(t.pk, t.number) for t in tags))
    chunk_store.seal(company.pk, tail.frozen(), tail.tags)
    found = verify_tracks(company, clock.from_ms(bucket), clock.from_ms(bucket + BUCKET_MS))
    assert (found.chunks, found.findings) == (2, [])


# --- checkpoint and start ------------------------------------------------------------------------


def test_an_engine_goes_on_from_its_checkpoint(company, tags):
    engine, position = start.woken(load_plant(company))
    assert position.seq == 0 and position.from_ms is not None
    engine.clock_ms = T0_MS
    engine.pipeline.tick(T0_MS)
    engine.tail.take(fixes(T0_MS), engine.plant.config.tags)
    engine.alarms.give([Order(RETURN, "over_count:x", T0_MS)])
    for _ in range(2):
        checkpoint.write(checkpoint.freeze(engine, "made then", 4711))
    again, position = start.woken(load_plant(company))
    assert (position.seq, position.created) == (4711, "made then")
    assert (again.clock_ms, again.seq, again.tail.points) == (T0_MS, 4711, 4)
    assert [order.condition for order in again.alarms.waiting] == ["over_count:x"]
    assert EngineState.objects.count() == 1


def test_a_checkpoint_is_all_or_nothing(company, tags, monkeypatch):
    engine, _ = start.woken(load_plant(company))
    engine.tail.take(fixes(T0_MS), engine.plant.config.tags)
    engine.clock_ms = T0_MS + 2 * BUCKET_MS
    engine.note_visit((tags[0].pk, make.make_area(company).pk, T0_MS), None)
    engine.refusals.note(T0_MS, "anhuan.v1.ranging.x", "bad_json")
    frozen = checkpoint.freeze(engine, "", 1)

    def broken(*_, **__):
        raise RuntimeError("planted")

    with monkeypatch.context() as patch, pytest.raises(RuntimeError):
        patch.setattr(EngineState.objects, "bulk_create", broken)
        checkpoint.write(frozen)
    assert not TrackChunk.objects.exists()
    assert not ZoneVisit.objects.exists()
    checkpoint.take_back(engine, frozen)
    checkpoint.write(frozen := checkpoint.freeze(engine, "", 1))
    checkpoint.written(engine, frozen)
    assert (TrackChunk.objects.count(), ZoneVisit.objects.count()) == (4, 1)
    assert DeadLetterCount.objects.get().count == 1
    assert engine.tail.points == 0


def test_an_unreadable_checkpoint_means_a_clean_start_that_says_so(company, tags, caplog):
    area = make.make_area(company)
    EngineState.objects.create(company=company, stream_seq=9, saved_at=T0, blob=b"of another age")
    records.write_visits({(tags[0].pk, area.pk, T0_MS): None})
    carry_out(company, over_count(T0_MS - 60_000))
    engine, position = start.woken(load_plant(company))
    assert "unreadable" in caplog.text
    assert position.seq == 0
    assert position.from_ms <= T0_MS - BUCKET_MS  # whatever no chunk holds yet is read again
    assert [order.do for order in engine.alarms.waiting] == [RETURN]
    assert ZoneVisit.objects.get().left_at == T0


# --- alarms ---------------------------------------------------------------------------------------


def over_count(at_ms, **changes):
    order = Order(
        do=RAISE, condition="over_count:a", at_ms=at_ms, kind="over_count",
        alarm_id=str(uuid_of("over_count:a", at_ms)),
        title="超员 · 一号罐区", text="7 人，限 6 人", people=[{"id": None, "name": "赵磊"}],
        snapshot={"people": []}, rule="over_count", rule_version="1", inputs={"limit": 6},
    )  # fmt: skip
    return replace(order, **changes)


@pytest.mark.clause("AQL-028", "POS-037", "POS-039")
def test_orders_carried_out_again_change_nothing(company):
    area = make.make_area(company)
    story = [
        over_count(T0_MS, place={"area": str(area.pk), "x_m": 5.0, "y_m": 5.0, "floor": 1}),
        Order(UPDATE, "over_count:a", T0_MS + 5000, text="8 人，限 6 人"),
        Order(RETURN, "over_count:a", T0_MS + 9000),
    ]
    for order in [*story, *story]:
        carry_out(company, order)
    (alarm,) = Alarm.objects.all()
    assert alarm.returned_at == T0 + timedelta(seconds=9)
    assert (alarm.text, alarm.repeats, alarm.area_id) == ("8 人，限 6 人", 0, area.pk)
    assert (alarm.rule, alarm.rule_version, alarm.inputs) == ("over_count", "1", {"limit": 6})
    assert alarm.people == [{"id": None, "name": "赵磊"}]
    assert (alarm.raised_at, alarm.x_m, alarm.y_m, alarm.floor) == (T0, 5.0, 5.0, 1)


def test_a_second_time_is_a_second_alarm(company):
    for at in (T0_MS, T0_MS + 60_000):
        carry_out(company, over_count(at))
        carry_out(company, Order(RETURN, "over_count:a", at + 10_000))
    assert Alarm.objects.count() == 2
