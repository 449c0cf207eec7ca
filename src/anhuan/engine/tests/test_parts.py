"""A plant cut into solvers and a judge decides what a whole engine does, also while parts move."""

from collections import deque

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.engine.adapters.beats import BEAT_MS, Beat, Beats
from anhuan.engine.adapters.messages import Message
from anhuan.engine.adapters.orders import RAISE
from anhuan.engine.adapters.parts.batches import ROWS_MAX, Batch, Made, packed, pieces, unpacked
from anhuan.engine.adapters.parts.judging import Judge
from anhuan.engine.adapters.parts.solving import new_solving
from anhuan.engine.adapters.tail import tracks_of
from anhuan.engine.core.catching_up import JudgePipeline
from anhuan.engine.core.shares import Place, Shares
from anhuan.engine.core.solver import config_of_share, share_of
from anhuan.engine.tests.plants import START_MS, Wire, make_engine, make_plant
from anhuan.engine.tests.test_replay import SECONDS, busy_minute

PARTS = 3
HOP_MS = 70  # from a solver's beat to the judge's


class Readers:
    """Only the stream's name is asked of them."""

    class position:
        created = "2026-11-22T00:00:00Z"

    def __init__(self):
        self.events = self.fixes = self


def judge_of(plant):
    engine = make_engine(plant)
    engine.pipeline = JudgePipeline.going_on(engine.pipeline)
    return Judge(engine, PARTS, Place())


def solver_of(plant, share):
    solving = new_solving(plant, share, PARTS)
    solving.clock_ms = START_MS
    return solving


def beats_of(messages, until_ms):
    return list(Beats(deque(messages), START_MS).due(until_ms))


def solved(solving, beats, epoch=1):
    """(when it reaches the judge, message) of every beat with something in it."""
    found = []
    for beat in beats:
        if made := solving.process(beat, Readers.position.created):
            body = packed(Batch(solving.name, epoch, [made]))
            found.append((beat.end_ms + HOP_MS, body))
    return found


def judged(judge, said, keys, until_ms):
    """Let the judge hear all of it in order of time."""
    rows = [*((at, "fix.plant.0", body) for at, body in said), *keys]
    rows.sort(key=lambda row: row[0])
    messages = [Message(k + 1, *row) for k, row in enumerate(rows)]
    for beat in beats_of(messages, until_ms):
        judge.process(beat, [], Readers())


def split(messages):
    """Reports for solvers; (at, subject, data) of all others for the judge."""
    keys = [(m.at_ms, m.subject, m.data) for m in messages if m.family != "ranging"]
    return [m for m in messages if m.family == "ranging"], keys


def alarms(engine):
    return sorted(
        (o.kind, o.condition, o.at_ms, o.alarm_id)
        for o in engine.alarms.waiting if o.do == RAISE
    )  # fmt: skip


def tracks(engine):
    blocks = [block for found in engine.tail.frozen().values() for block in found]
    return {tag: track.t_ms.tolist() for tag, track in tracks_of(blocks, engine.tail.tags)}


@pytest.fixture(scope="module")
def minute():
    """A busy minute as messages, and what a whole engine makes of it."""
    plant = make_plant(8, limit=2)
    wire = Wire(make_engine(plant))
    busy_minute(wire)
    messages = list(wire.beats.held)
    wire.run(START_MS + 1000 * SECONDS)
    return plant, messages, wire.engine


@pytest.mark.clause("POS-029")
def test_solvers_and_judge_decide_what_a_whole_engine_decides(minute):
    plant, messages, whole = minute
    reports, keys = split(messages)
    end_ms = START_MS + 1000 * SECONDS
    solvers, judge = [solver_of(plant, k) for k in range(PARTS)], judge_of(plant)
    said = [one for solving in solvers for one in solved(solving, beats_of(reports, end_ms))]
    judged(judge, said, keys, end_ms + 1000)
    assert alarms(judge.engine) == alarms(whole)
    assert {visit for visit in judge.engine.visits} == set(whole.visits)
    assert tracks(judge.engine) == tracks(whole)
    refused = sum((solving.refusals.total for solving in solvers), judge.engine.refusals.total)
    assert refused == whole.refusals.total  # counted by one of them each


@pytest.mark.parametrize("away_s", [6, 25])
def test_a_solver_that_is_away_for_a_while_loses_no_crossing(minute, away_s):
    """Its successor begins at a checkpoint some seconds old and says everything again, late."""
    plant, messages, whole = minute
    reports, keys = split(messages)
    end_ms, killed_ms = START_MS + 1000 * SECONDS, START_MS + 40_000
    back_ms, judge, said = killed_ms + 1000 * away_s, judge_of(plant), []
    for share in range(PARTS):
        beats, solving = beats_of(reports, end_ms), solver_of(plant, share)
        said += [one for one in solved(solving, beats) if share or one[0] < killed_ms]
    successor = solver_of(plant, 0)
    said += [(max(at, back_ms), body) for at, body in
             solved(successor, beats_of(reports, end_ms), epoch=2)]  # fmt: skip
    judged(judge, said, keys, end_ms + 1000)
    boundary = [one for one in alarms(judge.engine) if one[0] == "boundary"]
    assert boundary == [one for one in alarms(whole) if one[0] == "boundary"]
    assert set(judge.engine.visits) == set(whole.visits)
    assert tracks(judge.engine) == tracks(whole)
    assert judge.shares.repeated > 0


def test_every_report_is_read_by_exactly_one_solver(minute):
    plant, _, _ = minute
    owners = [k for k in range(PARTS) for tag in config_of_share(plant.config, k, PARTS).tags]
    assert len(owners) == len(plant.config.tags)
    for number in ("T0", "T7", "unknown", "", "标签"):
        assert [k for k in range(PARTS) if share_of(number, PARTS) == k] == [
            share_of(number, PARTS)
        ]


@pytest.mark.parametrize(
    ("number", "parts", "share"),
    [("T00000", 4, 2), ("T00001", 4, 0), ("T00002", 4, 2), ("标签", 4, 2), ("T00000", 7, 5)],
)
def test_the_share_of_a_tag_is_the_same_for_ever(number, parts, share):
    assert share_of(number, parts) == share


OLD, NEW = "2026-11-21T00:00:00Z", "2026-11-22T00:00:00Z"


@pytest.mark.parametrize(
    ("epoch", "place", "is_news"),
    [
        (3, Place(NEW, 101, 5_000), True),
        (3, Place(NEW, 100, 4_000), False),  # again
        (3, Place(NEW, 99, 3_900), False),
        (2, Place(NEW, 101, 5_000), False),  # deposed
        (4, Place(NEW, 100, 4_000), False),  # a successor, from its checkpoint
        (4, Place(NEW, 101, 4_000), True),  # in the same millisecond
        (3, Place(NEW, 100, 4_001), True),  # a number given away twice
        (3, Place(NEW, 101, 3_999), True),  # another server's clock
        (3, Place(OLD, 500, 3_000), False),  # of the stream there was before
        (3, Place("2026-11-23T00:00:00Z", 1, 9_000), True),
    ],
)
def test_a_beat_is_taken_once_and_only_of_who_is_in_charge(epoch, place, is_news):
    shares = Shares()
    assert shares.takes("solve.0/4", 3, Place(NEW, 100, 4_000), 0)
    assert shares.takes("solve.0/4", epoch, place, 0) is is_news
    assert shares.takes("solve.1/4", 1, Place(NEW, 1, 1), 0)  # others are others


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(1, 30)), max_size=40),
)
def test_whatever_is_said_again_each_beat_counts_once(said):
    """Owners say from any beat on, in order; nobody's beat is taken twice or out of order."""
    shares, taken, epoch = Shares(), [], 0
    for step, first in said:
        epoch += step
        for seq in range(first, first + 5):
            if seq > (taken[-1] + 1 if taken else first):
                break  # a successor's checkpoint is never ahead of what was acknowledged
            if shares.takes("s", epoch, Place(NEW, seq, 50 * seq), 0):
                taken.append(seq)
    assert taken == sorted(set(taken))
    if taken:
        assert taken == list(range(taken[0], taken[-1] + 1))


def test_a_batch_survives_its_way(minute):
    plant, messages, _ = minute
    solving = solver_of(plant, 0)
    beats = beats_of(split(messages)[0], START_MS + 30_000)
    made = [one for beat in beats if (one := solving.process(beat, NEW))]
    found = unpacked(packed(Batch("solve.0/3", 7, made)))
    assert (found.name, found.epoch, len(found.beats)) == ("solve.0/3", 7, len(made))
    for one, two in zip(made, found.beats, strict=True):
        assert (one.place, one.clock_ms, one.batteries) == (two.place, two.clock_ms, two.batteries)
        assert one.fixes.x.tolist() == two.fixes.x.tolist()
        assert (one.fix_ids == two.fix_ids).all()


def test_a_flood_in_one_beat_goes_out_in_pieces_and_is_done_with_the_last(minute):
    plant, messages, _ = minute
    solving = solver_of(plant, 0)
    beats = beats_of(split(messages)[0], START_MS + 30_000)
    one = next(m for beat in beats if (m := solving.process(beat, NEW)) and len(m.fixes.tag))
    rows = [0] * (2 * ROWS_MAX + 5)
    fixes = type(one.fixes)(*(column[rows] for column in one.fixes))
    big = Made(one.place, one.clock_ms, fixes, one.fix_ids[rows], one.late, one.late_ids)
    cut = list(pieces(big))
    assert [piece.place.seq for piece in cut] == [0, 0, one.place.seq]
    assert sum(piece.rows for piece in cut) == big.rows
    assert len(packed(Batch("solve.0/3", 1, cut[:1]))) < 600_000


def test_rubbish_among_fixes_is_told_and_harms_nothing(minute):
    plant, *_ = minute
    judge = judge_of(plant)
    rubbish = Message(1, START_MS + 10, "fix.plant.0", b"{}")
    judge.process(Beat(START_MS + BEAT_MS, [rubbish]), [], Readers())
    assert "fixes" in judge.engine.troubles
