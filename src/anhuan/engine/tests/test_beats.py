"""The grouping of messages depends on when they were stored, not on when we read them."""

from collections import deque
from random import Random

from anhuan.engine.adapters.beats import Beats
from anhuan.engine.adapters.messages import Message

AT = [3, 10, 49, 50, 51, 120, 120, 199, 260, 261, 262, 400, 951]


def messages():
    return [Message(k, 1000 + at, "s", b"") for k, at in enumerate(AT)]


def test_reading_in_any_portions_makes_the_same_beats():
    whole = Beats(deque(messages()), 1000)
    expected = [(b.end_ms, [m.seq for m in b.messages]) for b in whole.due(3000) if b.messages]
    for seed in range(50):
        random, held = Random(seed), deque()
        beats, found, waiting = Beats(held, 1000), [], messages()
        while waiting:
            for _ in range(random.randint(1, 4)):
                if waiting:
                    held.append(waiting.pop(0))
            drained = None if waiting and random.random() < 0.5 else held and held[-1].at_ms
            found += [b for b in beats.due(drained or None) if b.messages]
        found += [b for b in beats.due(3000) if b.messages]
        assert [(b.end_ms, [m.seq for m in b.messages]) for b in found] == expected


def test_time_goes_on_without_messages_but_only_when_all_were_read():
    beats = Beats(deque(), 1000)
    assert list(beats.due(None)) == []
    assert [b.end_ms for b in beats.due(1500)] == [1450]
    assert list(beats.due(1400)) == []


def test_a_message_stored_late_goes_into_the_present_beat():
    held = deque()
    beats = Beats(held, 1000)
    list(beats.due(2000))
    held.append(Message(1, 1200, "s", b""))
    ends = [b.end_ms for b in beats.due(2100)]
    assert ends[0] == 1950
    assert not held
