"""Works that may not go on beside each other: distances on both sides, symmetric."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anhuan.domains.permits.rules.conflicts import (
    Activity,
    Job,
    activities_of,
    conflicts_between,
    conflicts_of,
)
from anhuan.domains.permits.rules.facts import Flag
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.rules.settings import Settings
from anhuan.domains.permits.seeds import shipped_forms

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

T0 = datetime(2026, 11, 22, 8, tzinfo=UTC)
H, S = timedelta(hours=1), timedelta(seconds=1)
PLANT = Settings()
HOT = Job("a", "DH-1", Kind.HOT_WORK, T0, T0 + 8 * H, ((0.0, 0.0),))


def beside(x_m, *activities, kind=None, **more):
    return Job(
        "b", "B-1", kind, T0, T0 + 8 * H, ((x_m, 0.0),), activities=frozenset(activities), **more
    )


def codes(one, other, settings=PLANT):
    return [found.code for found in conflicts_between(one, other, settings)]


@pytest.mark.clause("GBW-066", "GBW-067", "GBW-068", "GBW-069")
@pytest.mark.parametrize(
    ("activity", "limit_m"),
    [
        (Activity.GAS_VENTING, 30.0), (Activity.LIQUID_VENTING, 15.0), (Activity.PAINTING, 10.0),
        (Activity.SOLVENT_CLEANING, 10.0), (Activity.DUST_SWEEPING, 10.0),
    ],
)  # fmt: skip
def test_beside_fire_at_the_limit_and_beyond(activity, limit_m):
    assert codes(HOT, beside(limit_m, activity)) == [f"hot_{activity}"]
    assert codes(HOT, beside(limit_m + 0.01, activity)) == []


def test_every_activity_can_be_ticked_by_somebody():
    ticked = activities_of(list(Flag))
    assert ticked == set(Activity) - {Activity.HOT_WORK, Activity.BLIND}  # those are kinds
    assert activities_of([Flag.PAINTING, Flag.NIGHT]) == {Activity.PAINTING}
    asked = {
        option.key
        for form in shipped_forms().values()
        for field in form.fields
        for option in field.options
    }
    assert {one.value for one in ticked} <= asked


@pytest.mark.clause("GBW-068")
def test_paint_above_and_below_at_any_height():
    low = replace(HOT, z_m=(0.0, 2.0))
    high = beside(9.0, Activity.PAINTING, z_m=(40.0, 42.0))
    assert codes(low, high) == ["hot_painting"]
    dust = beside(9.0, Activity.DUST_SWEEPING, z_m=(40.0, 42.0))
    assert codes(low, dust) == []


@pytest.mark.clause("GBW-066")
def test_venting_counts_in_any_direction():
    low = replace(HOT, z_m=(0.0, 0.0))
    assert codes(low, beside(18.0, Activity.GAS_VENTING, z_m=(24.0, 25.0))) == ["hot_gas_venting"]
    assert codes(low, beside(18.0, Activity.GAS_VENTING, z_m=(24.1, 25.0))) == []
    assert codes(low, beside(30.0, Activity.GAS_VENTING)) == ["hot_gas_venting"]


@pytest.mark.clause("GBW-065")
def test_no_draining_and_sampling_in_the_dike_of_hot_work():
    hot = replace(HOT, dike="D1")
    far = 200.0
    assert codes(hot, beside(far, kind=Kind.WATER_DRAINING, dike="D1")) == ["dike_draining"]
    assert codes(hot, beside(far, Activity.SAMPLING, dike="D1")) == ["dike_sampling"]
    assert codes(hot, beside(far, Activity.SAMPLING, dike="D2")) == []
    assert codes(HOT, beside(far, Activity.SAMPLING)) == []


@pytest.mark.clause("GBW-132")
def test_blinds_and_hot_work_in_explosive_areas():
    blind = beside(30.0, kind=Kind.BLIND_PLATE, is_explosive_area=True)
    assert codes(HOT, blind) == ["blind_hot_work"]
    assert codes(HOT, replace(blind, outline=((30.01, 0.0),))) == []
    calm = replace(blind, is_explosive_area=False)
    assert codes(HOT, calm) == []
    strict = replace(PLANT, blinds_clear_of_hot_work_everywhere=True)
    assert codes(HOT, calm, strict) == ["blind_hot_work"]


@pytest.mark.clause("GBW-135")
def test_one_blind_on_one_line():
    one = Job("a", "MB-1", Kind.BLIND_PLATE, T0, T0 + H, ((0.0, 0.0),), line="P-101")
    assert codes(one, beside(500.0, kind=Kind.BLIND_PLATE, line="P-101")) == ["blind_same_line"]
    assert codes(one, beside(500.0, kind=Kind.BLIND_PLATE, line="P-102")) == []


@pytest.mark.clause("GBW-115")
def test_no_painting_where_there_is_fire_in_a_confined_space():
    inside = replace(HOT, space="V-1")
    assert "space_painting" in codes(inside, beside(1.0, Activity.PAINTING, space="V-1"))
    assert "space_painting" not in codes(inside, beside(1.0, Activity.PAINTING, space="V-2"))


@pytest.mark.clause("GBW-019", "GBW-020")
def test_the_same_place_needs_one_coordinator():
    area = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0))
    lift = Job("a", "DZ-1", Kind.LIFTING, T0, T0 + H, area)
    dig = Job("b", "DT-1", Kind.EXCAVATION, T0, T0 + H, ((5.0, 5.0),))
    found = list(conflicts_between(lift, dig, PLANT))
    assert [(one.code, one.blocks) for one in found] == [("crossing", True)]
    led = [replace(job, coordinator="p1") for job in (lift, dig)]
    assert [one.blocks for one in conflicts_between(*led, PLANT)] == [False]
    apart = [led[0], replace(led[1], coordinator="p2")]
    assert [one.blocks for one in conflicts_between(*apart, PLANT)] == [True]


@pytest.mark.clause("GBW-148")
@pytest.mark.parametrize(("up_m", "layers"), [(24.0, "防护层"), (24.1, "双层防护层")])
def test_crossing_above_each_other_and_its_layers(up_m, layers):
    low = Job("a", "A", Kind.EXCAVATION, T0, T0 + H, ((0.0, 0.0),), z_m=(0.0, 0.0))
    high = Job("b", "B", Kind.WORK_AT_HEIGHT, T0, T0 + H, ((0.0, 0.0),), z_m=(up_m, up_m + 2))
    (found,) = conflicts_between(low, high, PLANT)
    assert found.code == "crossing_vertical" and f"须设{layers}" in found.text


def test_permits_of_one_job_do_not_cross_each_other():
    hot, height = replace(HOT, work="J1"), beside(0.0, kind=Kind.WORK_AT_HEIGHT, work="J1")
    assert codes(hot, height) == []
    assert codes(hot, replace(height, work="J2")) == ["crossing"]
    painting = replace(height, activities=frozenset({Activity.PAINTING}))
    assert codes(hot, painting) == ["hot_painting"]


def test_one_may_begin_when_the_other_ends():
    paint = replace(beside(1.0, Activity.PAINTING), starts_at=T0 + 8 * H, ends_at=T0 + 9 * H)
    assert codes(HOT, paint) == []
    assert codes(HOT, replace(paint, starts_at=T0 + 8 * H - S)) == ["hot_painting"]


def test_blocking_conflicts_come_first_and_name_both():
    led = {"coordinator": "p1"}
    others = [
        Job("c", "C-1", Kind.LIFTING, T0, T0 + H, ((0.0, 0.0),), **led),
        beside(5.0, Activity.PAINTING),
        replace(HOT, name="itself"),
    ]
    found = conflicts_of(replace(HOT, **led), others, PLANT)
    assert [one.code for one in found] == ["hot_painting", "crossing"]
    assert "DH-1" in found[0].text and "B-1" in found[0].text and found[0].clause.endswith("5.2.9")


POINTS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=5).map(
    lambda points: tuple((float(x), float(y)) for x, y in points)
)
HEIGHTS = st.none() | st.tuples(st.integers(0, 30), st.integers(0, 5)).map(
    lambda pair: (float(pair[0]), float(pair[0] + pair[1]))
)


@st.composite
def jobs(draw, key):
    begin = T0 + draw(st.integers(0, 5)) * H
    return Job(
        key, key.upper(), draw(st.sampled_from([None, *Kind])), begin,
        begin + draw(st.integers(1, 5)) * H, draw(POINTS), draw(HEIGHTS),
        draw(st.frozensets(st.sampled_from(list(Activity)), max_size=3)), draw(st.booleans()),
        *(draw(st.sampled_from(["", "x"])) for _ in range(5)),
    )  # fmt: skip


@PATIENT
@given(jobs("a"), jobs("b"))
def test_conflicts_are_the_same_from_both_sides(one, other):
    assert conflicts_of(one, [other], PLANT) == conflicts_of(other, [one], PLANT)


@PATIENT
@given(jobs("a"), jobs("b"))
def test_apart_in_time_there_is_no_conflict(one, other):
    later = replace(other, starts_at=one.ends_at, ends_at=one.ends_at + H)
    assert not list(conflicts_between(one, later, PLANT))
