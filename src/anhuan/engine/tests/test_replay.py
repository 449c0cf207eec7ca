"""Reading a stretch of the stream again decides the same: no alarm, visit or point is doubled."""

from math import cos, sin

import pytest

from anhuan.engine.adapters import checkpoint
from anhuan.engine.adapters.alarm_queue import AlarmQueue
from anhuan.engine.adapters.beat import process
from anhuan.engine.adapters.checkpoint import Stored
from anhuan.engine.adapters.engine import Engine
from anhuan.engine.adapters.tail import chunks_of
from anhuan.engine.core.pipeline import Pipeline
from anhuan.engine.tests.plants import START_MS, Wire, make_engine, make_plant, report

SECONDS = 90


def busy_minute(wire):
    """People who walk in and out of everything, keys, bad messages."""
    for second in range(SECONDS):
        t = START_MS + 1000 * second
        body = [
            report(f"T{k}", t, 60 + 30 * cos(second / 15 + k), 60 + 30 * sin(second / 15 + k))
            for k in range(6)
        ]
        body += [report("T6", t, 45, 45), report("T7", t, 55, 55)]
        wire.send("ranging.gw", body, t + 40)
        wire.send("ranging.gw2", b"{", t + 60)
        if second % 20 == 7:
            wire.send(f"button.T{second % 3}", {"key": "sos"}, t + 300)


def result(engine, orders):
    """Everything that leaves the engine."""
    tail = [
        chunk
        for bucket, blocks in sorted(engine.tail.blocks.items())
        for chunk in chunks_of(bucket, blocks, engine.tail.tags)
    ]
    return [o.plain() for o in orders], sorted(engine.visits.items(), key=str), tail


@pytest.mark.parametrize("at_second", [1, 33, 61])
def test_a_killed_engine_ends_as_one_that_was_not(at_second):
    plant = make_plant(8, limit=2)
    wire = Wire(make_engine(plant))
    busy_minute(wire)
    beats = list(wire.beats.due(START_MS + 1000 * SECONDS))
    for beat in beats:
        process(wire.engine, beat)
    expected = result(wire.engine, wire.engine.alarms.waiting)
    assert {order["kind"] for order in expected[0]} >= {"over_count", "boundary", "sos"}

    first = make_engine(plant)
    killed_at = len([b for b in beats if b.end_ms <= START_MS + 1000 * at_second])
    for beat in beats[:killed_at]:
        process(first, beat)
    frozen = checkpoint.freeze(first, "stream", first.seq)
    written = list(first.alarms.waiting)
    for beat in beats[killed_at : killed_at + 200]:  # decided, then lost with the process
        process(first, beat)

    second = Engine(plant, Pipeline(plant.config, 0))
    stored = Stored(frozen.seq, 0, compressed(frozen.memory))
    assert checkpoint.restore(second, stored) == "stream"
    assert [o.plain() for o in second.alarms.waiting] == [o.plain() for o in written]
    second.alarms = AlarmQueue()
    second.visits = dict(frozen.visits)
    assert second.seq == frozen.seq
    for beat in beats[killed_at:]:
        process(second, beat)
    assert result(second, [*written, *second.alarms.waiting]) == expected


def compressed(memory):
    import zstandard

    return zstandard.ZstdCompressor(level=1).compress(memory)


@pytest.mark.parametrize("blob", [b"", b"garbage", compressed(b"AHB1"), compressed(b"x" * 100)])
def test_a_memory_that_cannot_be_read_is_told_not_guessed(blob):
    with pytest.raises(ValueError):
        checkpoint.restore(make_engine(), Stored(1, 0, blob))
