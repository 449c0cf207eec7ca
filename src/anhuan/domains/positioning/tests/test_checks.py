"""Alarms of devices, pruning, map layers: what happens by itself."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from anhuan.domains.alarms.actions import seed_kinds
from anhuan.domains.alarms.models import Alarm
from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.audit.models import AuditRow
from anhuan.domains.plant.queries import map_of
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.models import Anchor, GatePassage, Tag, ZoneVisit
from anhuan.domains.positioning.queries import fences, layers, subjects
from anhuan.domains.positioning.rules.quality import quality_of
from anhuan.domains.positioning.tests import factories as make
from anhuan.kernel import clock
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
S = timedelta(seconds=1)
MINUTE = 60 * S


@pytest.fixture
def plant():
    company = make.make_company()
    make.make_site(company)
    seed_kinds(company)
    tag = make.make_tag(company, number="heard")
    make.bind(tag, make.make_person(company))
    heard(tag)
    return company


def heard(device, ago_s=0, **changes):
    type(device).objects.filter(pk=device.pk).update(seen_at=NOW - ago_s * S, **changes)


def standing(plant):
    rows = Alarm.objects.filter(company=plant, returned_at__isnull=True)
    return sorted(rows.values_list("kind__code", "title"))


@pytest.mark.clause("AQL-021")
@pytest.mark.parametrize(("ago_s", "down"), [(120, False), (121, True)])
def test_an_anchor_silent_for_too_long_is_an_alarm(plant, ago_s, down):
    anchor = make.make_anchor(plant, number="A-7", area=make.make_area(plant, name="仓库"))
    heard(anchor, ago_s)
    actions.check_devices(NOW)
    assert standing(plant) == ([("anchor_down", "基站离线 · A-7")] if down else [])


def test_it_is_raised_once_and_returns_when_the_anchor_speaks(plant):
    anchor = make.make_anchor(plant)
    heard(anchor, 300)
    assert [actions.check_devices(NOW + n * S) for n in range(3)] == [1, 0, 0]
    alarm = Alarm.objects.get()
    assert (alarm.repeats, alarm.x_m, alarm.inputs["limit_s"]) == (0, anchor.x_m, 120)
    heard(anchor)
    assert actions.check_devices(NOW + 3 * S) == 1
    alarm.refresh_from_db()
    assert alarm.returned_at == NOW + 3 * S


def test_when_nothing_at_all_is_heard_it_is_not_the_devices(plant):
    anchor = make.make_anchor(plant)
    heard(anchor, 300)
    heard(Tag.objects.get(), 61)
    assert actions.check_devices(NOW) == 0
    assert standing(plant) == []


def test_retired_and_never_heard_anchors_are_no_alarm(plant):
    make.make_anchor(plant)
    gone = make.make_anchor(plant, is_retired=True)
    heard(gone, 300)
    assert actions.check_devices(NOW) == 0


@pytest.mark.clause("AQL-018")
@pytest.mark.parametrize(("pct", "low"), [(20, False), (19, True)])
def test_a_low_battery_is_an_alarm_with_the_holder(plant, pct, low):
    heard(Tag.objects.get(), 0, battery_pct=pct)
    actions.check_devices(NOW)
    assert standing(plant) == ([("low_battery", "低电量 · 王海涛")] if low else [])


def test_a_battery_at_the_limit_does_not_flicker(plant):
    for pct, stands in ((19, 1), (21, 1), (24, 1), (25, 0)):
        heard(Tag.objects.get(), 0, battery_pct=pct)
        actions.check_devices(NOW)
        assert len(standing(plant)) == stands
    assert Alarm.objects.count() == 1


def test_an_alarm_the_engine_raised_is_neither_doubled_nor_ended(plant):
    from anhuan.domains.alarms.actions import raise_alarm
    from anhuan.domains.alarms.rules import AlarmRaise

    tag = Tag.objects.get()
    told = AlarmRaise(kind="low_battery", condition=f"low_battery:{tag.pk}", raised_at=NOW,
                      title="低电量")  # fmt: skip
    raise_alarm(plant, told)
    heard(tag, 0, battery_pct=5)
    assert actions.check_devices(NOW) == 0
    heard(tag, 0, battery_pct=90)
    assert actions.check_devices(NOW) == 0
    assert len(standing(plant)) == 1


def test_a_tag_carried_about_by_nobody_is_an_alarm_but_not_in_the_rack(plant):
    loose, racked = make.make_tag(plant, number="T-9"), make.make_tag(plant)
    gate = make.make_area(plant, kind="gate")
    make.place(loose, NOW - 60 * S, area=make.make_area(plant, name="罐区"), floor=2)
    make.place(racked, NOW, area=gate)
    actions.check_devices(NOW)
    assert standing(plant) == [("tag_unassigned", "标签未绑定 · T-9")]
    assert "罐区 2F" in Alarm.objects.get().text
    make.bind(loose, make.make_person(plant))
    actions.check_devices(NOW)
    assert standing(plant) == []


@pytest.mark.clause("AQL-009", "POS-005")
def test_pruning_drops_whole_months_past_a_year_and_says_so(plant):
    tag = Tag.objects.get()
    months = [datetime(2025, month, 15, tzinfo=UTC) for month in (10, 11, 12)]
    for month in months:
        make.seal(tag, make.make_points(month, range(3)))
    dropped = actions.prune_tracks(plant, 365, NOW)  # 2025-11-21 must stay, so all November
    assert dropped == ["positioning_trackchunk_202510"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT bucket FROM positioning_trackchunk ORDER BY bucket")
        assert [row[0].month for row in cursor.fetchall()] == [11, 12]
    row = AuditRow.objects.get(verb="prune")
    assert row.note == "保存 365 天，删除 2025-10"
    assert actions.prune_tracks(plant, 365, NOW) == []
    assert AuditRow.objects.filter(verb="prune").count() == 1


@pytest.mark.clause("AQL-009", "POS-005")
@pytest.mark.parametrize("days", [364, 30, 0, -1])
def test_nobody_prunes_what_is_younger_than_a_year(plant, days):
    with pytest.raises(Refused) as refused:
        actions.prune_tracks(plant, days, NOW)
    assert refused.value.blockers[0].code == "track_days"


def test_the_longest_wish_of_any_plant_decides(plant):
    from anhuan.domains.audit.actions import SYSTEM

    assert actions.keep_days() == 400
    actions.change_settings(SYSTEM, plant, track_days=800)
    actions.change_settings(SYSTEM, make.make_company(), track_days=365)
    assert actions.keep_days() == 800


def test_the_map_has_fences_and_anchors(plant):
    make.make_fence(plant, name="圆", geometry={"type": "Point", "coordinates": [100, 100]},
                    radius_m=15, floors=[2])  # fmt: skip
    anchor = make.make_anchor(plant, number="A-1", floor=3)
    Anchor.objects.filter(pk=anchor.pk).update(seen_at=clock.now())
    drawn = map_of(plant)
    (circle,) = drawn["fences"]["features"]
    assert circle["geometry"]["type"] == "Polygon"
    assert circle["properties"]["floors"] == [2]
    assert set(circle["properties"]) == {"id", "name", "kind", "floors", "enabled"}
    (mark,) = drawn["anchors"]["features"]
    assert mark["properties"] == {
        "id": str(anchor.pk), "number": "A-1", "floor": 3, "online": True,
    }  # fmt: skip


def test_what_is_drawn_covers_what_the_rule_covers(plant):
    circle = make.make_fence(plant, geometry={"type": "Point", "coordinates": [0, 0]}, radius_m=15)
    ring = layers.outline(*fences.shape_of(circle))["coordinates"][0]
    assert max(x for x, _ in ring) == pytest.approx(15, abs=0.02)
    assert fences.contains(circle, 14.9, 0, 1)
    assert not fences.contains(circle, 15.1, 0, 1)


def test_a_fence_of_an_area_has_the_areas_place_and_floors(plant):
    area = make.make_area(plant, geometry=make.box(50, 50), floors=[2])
    fence = make.make_fence(plant, area=area, geometry=None)
    assert fences.contains(fence, 55, 55, 2)
    assert not fences.contains(fence, 55, 55, 1)
    assert not fences.contains(fence, 5, 5, 2)


@pytest.mark.clause("POS-054")
def test_former_holders_can_be_asked_for(plant):
    from anhuan.domains.audit.actions import SYSTEM

    account = make.make_account(plant)
    gone, still = make.make_person(plant, "走了"), make.make_person(plant, "还在")
    first, second = make.make_tag(plant), make.make_tag(plant)
    for tag, person in ((first, gone), (second, still)):
        make.bind(tag, person)
    actions.unbind_tag(SYSTEM, first)
    actions.unbind_tag(SYSTEM, second)
    actions.bind_tag(SYSTEM, second, still)
    assert [one["name"] for one in subjects.former_holders(account)] == ["走了"]


def test_visits_and_passages_older_than_the_policy_go_and_those_inside_stay(plant):
    tag, area, person = make.make_tag(plant), make.make_area(plant), make.make_person(plant)
    day = timedelta(days=1)
    make.make_visit(tag, area, NOW - 365 * day - 2 * MINUTE, minutes=1)
    kept = make.make_visit(tag, area, NOW - 365 * day - MINUTE, minutes=1)
    inside = make.make_visit(tag, area, NOW - 500 * day, minutes=None)
    for at in (NOW - 365 * day - MINUTE, NOW - 365 * day):
        actions.note_gate_passage(SYSTEM, person, "东门", "in", at)
    with pytest.raises(Refused, match="365"):
        actions.prune_visits(plant, 364, NOW)
    assert actions.prune_visits(plant, 365, NOW) == 2
    assert set(ZoneVisit.objects.all()) == {kept, inside}
    assert GatePassage.objects.get().at == NOW - 365 * day
    assert "进出记录 1 条、门禁记录 1 条" in AuditRow.objects.get(verb="prune").note
    assert actions.prune_visits(plant, 365, NOW) == 0


@pytest.mark.parametrize(
    ("r68_m", "blocked", "word"),
    [(3, 0.35, "good"), (3.1, 0.1, "fair"), (1, 0.36, "fair"), (5, 0.65, "fair"),
     (5.1, 0, "poor"), (1, 0.66, "poor")],
)  # fmt: skip
def test_the_words_for_quality_begin_where_they_usually_do(r68_m, blocked, word):
    assert quality_of(r68_m, blocked) == word


def test_a_plant_sets_where_the_words_for_quality_begin(plant):
    strict = {"quality_good_m": 1, "quality_fair_m": 2, "quality_good_lost_pct": 10,
              "quality_fair_lost_pct": 20}  # fmt: skip
    bounds = actions.change_settings(SYSTEM, plant, **strict).quality
    assert [quality_of(m, 0, bounds) for m in (1, 1.1, 2, 2.1)] == ["good", "fair", "fair", "poor"]
    assert [quality_of(0.5, lost, bounds) for lost in (0.1, 0.2, 0.21)] == ["good", "fair", "poor"]
    with pytest.raises(Refused) as refused:
        actions.change_settings(SYSTEM, plant, quality_fair_m=0.9, quality_fair_lost_pct=9)
    assert [one.code for one in refused.value.blockers] == ["quality_radius", "quality_lost"]
