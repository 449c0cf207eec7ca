"""Head counts and their limits: POS-001, POS-010, POS-096, POS-099, AQL-047, AQL-048, AQL-108."""

import pytest

from anhuan.engine.core import counts
from anhuan.engine.core.config import Kind, Tag
from anhuan.engine.core.decisions import Phase
from anhuan.engine.core.tests.plants import (
    START_MS,
    decisions,
    make_area,
    make_engine,
    make_fence,
    play,
    square,
    uid,
)


def inside(count, away=()):
    """People in the 20 m square, `away` of them outside."""
    return lambda t_ms: {k: ((60.0 if k in away else 5.0) + k, 10.0) for k in range(count)}


@pytest.mark.clause("POS-096", "POS-010")
@pytest.mark.parametrize(("people", "told"), [(4, 0), (5, 1), (6, 1)])
def test_the_limit_itself_is_too_many(people, told):
    engine = make_engine(6, areas=[make_area(over_limit=5)])
    found = decisions(play(engine, inside(people), 5_000), "over_count")
    assert len(found) == told
    if told:
        assert found[0].inputs == {"count": people, "limit": 5, "kinds": [0, 1, 2]}
        assert found[0].at_ms - START_MS <= 5_000


@pytest.mark.clause("AQL-047")
@pytest.mark.parametrize(("people", "told"), [(5, 0), (6, 1)])
def test_by_setting_only_more_than_the_limit_is_too_many(people, told):
    engine = make_engine(6, areas=[make_area(over_limit=5)], over_at_limit=False)
    assert len(decisions(play(engine, inside(people), 5_000), "over_count")) == told


@pytest.mark.clause("POS-099", "AQL-048")
@pytest.mark.parametrize(("people", "told"), [(1, 1), (2, 0)])
def test_fewer_than_the_limit_is_too_few(people, told):
    engine = make_engine(2, areas=[make_area(under_limit=2)])
    script = lambda t: {0: (5, 5), 1: (6, 5) if people == 2 else (60, 5)}  # noqa: E731
    assert len(decisions(play(engine, script, 5_000), "under_count")) == told


def test_the_alarm_ends_when_somebody_leaves():
    engine = make_engine(5, areas=[make_area(over_limit=5)])

    def script(t_ms):
        walked = max(0, t_ms - 10_000) / 1000 * 1.5
        return {k: (15, 10 + k) for k in range(4)} | {4: (15 + walked, 5)}

    told = decisions(play(engine, script, 25_000), "over_count")
    assert [d.phase for d in told] == [Phase.RAISED, Phase.CLEARED]
    assert told[0].id == told[1].id
    assert told[1].inputs["count"] == 4


@pytest.mark.clause("POS-008")
def test_a_zone_out_of_its_hours_is_silent():
    quiet = make_engine(5, fences=[make_fence(over_limit=5, active=False)])
    assert decisions(play(quiet, inside(5), 5_000)) == []


@pytest.mark.clause("POS-014", "POS-089", "POS-123")
def test_counts_by_area_and_kind():
    kinds = (Kind.STAFF, Kind.STAFF, Kind.CONTRACTOR, Kind.VISITOR, Kind.VEHICLE)
    tags = tuple(Tag(uid(k + 1), f"T{k}", kind) for k, kind in enumerate(kinds))
    areas = [make_area(900), make_area(901, square(100, 0, 20), over_limit=2)]
    engine = make_engine(tags, areas=areas)
    outputs = play(
        engine,
        lambda t: {0: (5, 5), 1: (105, 5), 2: (6, 5), 3: (7, 5), 4: (108, 5)},
        5_000,
    )
    assert outputs[-1].counts.tolist() == [[1, 1, 1, 0], [1, 0, 0, 1]]
    assert outputs[-1].total.tolist() == [2, 1, 1, 1]
    assert decisions(outputs, "over_count") == []  # vehicles are not people


@pytest.mark.clause("POS-001")
def test_who_goes_from_one_area_to_the_next_changes_both_counters_at_once():
    areas = [make_area(900), make_area(901, square(100, 0, 20))]
    engine = make_engine(1, areas=areas)
    first = play(engine, lambda t: {0: (5, 5)}, 3_000)
    after = play(engine, lambda t: {0: (105, 5)}, 7_000, start_ms=3_500)
    assert first[-1].counts.sum(axis=1).tolist() == [1, 0]
    assert after[-1].counts.sum(axis=1).tolist() == [0, 1]
    assert after[-1].total.sum() == 1


def test_a_person_with_two_tags_is_counted_once():
    tags = (
        Tag(uid(1), "T0", person=uid(50)),
        Tag(uid(2), "T1", person=uid(50)),
        Tag(uid(3), "T2", person=uid(51)),
    )
    outputs = play(make_engine(tags, areas=[make_area()]), inside(3), 3_000)
    assert outputs[-1].counts[0].sum() == 2
    assert outputs[-1].total.sum() == 2


@pytest.mark.clause("AQL-108")
def test_method_a5_over_number():
    """15 m square, limit 4, tags 3 m inside: over with four, not with three."""
    fence = make_fence(shape=square(100, 100, 15), over_limit=4)
    corners = [(103, 103), (112, 103), (112, 112), (103, 112)]
    four = dict(enumerate(corners))
    three = four | {3: (120, 107)}
    for script, told in ((four, 1), (three, 0)):
        outputs = play(make_engine(4, fences=[fence]), lambda t, s=script: s, 10_000)
        assert len(decisions(outputs, "over_count")) == told


@pytest.mark.parametrize(
    ("count", "limit", "at_limit", "over"),
    [(4, 5, True, False), (5, 5, True, True), (5, 5, False, False), (6, 5, False, True)],
)
def test_over_by_definition(count, limit, at_limit, over):
    assert counts.is_over(count, limit, at_limit) is over


@pytest.mark.parametrize(("count", "limit", "under"), [(1, 2, True), (2, 2, False)])
def test_under_by_definition(count, limit, under):
    assert counts.is_under(count, limit) is under
