"""Work under guard: codes 08 and 09. POS-021, POS-022, POS-067, POS-102, POS-103."""

import pytest

from anhuan.engine.core.config import Job
from anhuan.engine.core.decisions import Phase
from anhuan.engine.core.tests.plants import (
    START_MS,
    decisions,
    make_engine,
    make_fence,
    play,
    square,
    uid,
)

GUARD, OTHER_GUARD, WORKER, STRANGER, INSPECTOR = range(5)
IN, OUT = (10.0, 10.0), (60.0, 10.0)


def job(guardians=(GUARD,), **changes):
    """A job area of 20 x 20 m."""
    crew = Job(
        guardians=frozenset(uid(k + 1) for k in guardians),
        workers=frozenset({uid(WORKER + 1)}),
        admitted=frozenset({uid(INSPECTOR + 1)}),
    )
    return make_fence(job=crew, **changes)


def told(engine, script, seconds):
    """(rule, phase, tag, role) of everything told."""
    found = decisions(play(engine, script, seconds * 1000))
    return [(d.rule, str(d.phase), d.tag, d.inputs.get("role")) for d in found]


@pytest.mark.clause("POS-021", "POS-067", "POS-102", "AQP-072")
def test_the_guardian_leaves_and_comes_back():
    engine = make_engine(5, fences=[job()])
    away = lambda t: 20_000 <= t < 40_000  # noqa: E731
    outputs = play(engine, lambda t: {GUARD: OUT if away(t) else IN, WORKER: IN}, 60_000)
    raised, cleared = decisions(outputs, "job_left")
    assert (raised.phase, cleared.phase) == (Phase.RAISED, Phase.CLEARED)
    assert raised.tag == uid(GUARD + 1)
    assert 20_000 <= raised.onset_ms - START_MS <= 21_000  # the filter believes the jump late
    assert raised.at_ms - raised.onset_ms <= 3_000
    assert cleared.id == raised.id


def test_one_of_two_guardians_may_leave():
    engine = make_engine(5, fences=[job((GUARD, OTHER_GUARD))])
    script = lambda t: {GUARD: IN if t < 20_000 else OUT, OTHER_GUARD: IN, WORKER: IN}  # noqa: E731
    assert told(engine, script, 40) == []


@pytest.mark.clause("POS-067")
def test_a_worker_leaves_but_need_not_have_come():
    engine = make_engine(5, fences=[job()])
    script = lambda t: {GUARD: IN, WORKER: IN if t < 20_000 else OUT}  # noqa: E731
    assert told(engine, script, 30) == [("job_left", "raised", uid(WORKER + 1), "worker")]
    engine = make_engine(5, fences=[job()])
    assert told(engine, lambda t: {GUARD: IN, WORKER: OUT}, 90) == []


@pytest.mark.clause("AQP-072")
@pytest.mark.parametrize(("seconds", "count"), [(59, 0), (62, 1)])
def test_a_guardian_who_never_comes_is_told_after_a_minute(seconds, count):
    engine = make_engine(5, fences=[job()])
    found = told(engine, lambda t: {WORKER: IN}, seconds)
    assert found == [("job_left", "raised", uid(GUARD + 1), "guardian")] * count


@pytest.mark.clause("POS-022", "POS-067", "POS-103")
def test_a_stranger_is_told_and_who_belongs_is_not():
    engine = make_engine(5, fences=[job()])
    script = lambda t: {  # noqa: E731
        GUARD: IN, WORKER: IN, INSPECTOR: IN, STRANGER: IN if 5_000 <= t < 20_000 else OUT,
    }  # fmt: skip
    assert told(engine, script, 40) == [
        ("intruded", "raised", uid(STRANGER + 1), None),
        ("intruded", "cleared", uid(STRANGER + 1), None),
    ]


def test_before_and_after_its_time_a_job_is_silent():
    engine = make_engine(5, fences=[job(active=False)])
    assert told(engine, lambda t: {STRANGER: IN}, 90) == []


@pytest.mark.clause("GBW-116")
def test_a_guardian_in_the_confined_space_he_guards_is_told_and_workers_in_it_are_not():
    space = make_fence(801, square(5, 5, 10), barred=frozenset({uid(GUARD + 1)}))
    engine = make_engine(5, fences=[job(), space])
    beside = (18.0, 10.0)  # in the job area, outside the space
    script = lambda t: {GUARD: IN if 20_000 <= t < 40_000 else beside, WORKER: IN}  # noqa: E731
    outputs = play(engine, script, 60_000)
    raised, cleared = decisions(outputs, "guard_inside")
    assert (raised.phase, cleared.phase) == (Phase.RAISED, Phase.CLEARED)
    assert (raised.tag, raised.zone) == (uid(GUARD + 1), space.id)
    assert 20_000 <= raised.onset_ms - START_MS <= 21_000
    assert raised.at_ms - raised.onset_ms <= 3_000
    assert decisions(outputs, "job_left") == []  # he was at the job all the time
