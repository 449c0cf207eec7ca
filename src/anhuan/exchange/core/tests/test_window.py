"""The receiver's window against plain sets, and strangers who would make it grow."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.exchange.core.window import MOST_AHEAD, MOST_ISLANDS, Window, joined

seqs = st.lists(st.integers(1, 60), max_size=120)


@given(seqs)
def test_a_window_is_a_set_told_in_spans(arrivals: list[int]) -> None:
    window, seen = Window(), set[int]()
    for seq in arrivals:
        assert window.take(seq) == (seq not in seen)
        seen.add(seq)
        whole = next(n for n in range(62) if n + 1 not in seen)
        assert window.contiguous == whole
    gaps = {n for first, last in window.missing() for n in range(first, last + 1)}
    assert gaps == {n for n in range(1, max(seen, default=0)) if n not in seen}
    assert all(window.has(n) == (n in seen) for n in range(1, 62))


@given(st.integers(0, 20), st.integers(1, 20), st.integers(1, 20), seqs)
def test_a_run_is_the_same_as_its_numbers(
    before: int, first: int, size: int, ahead: list[int]
) -> None:
    by_run, by_one = Window(before), Window(before)
    for window in (by_run, by_one):
        for seq in ahead:
            window.take(seq)
    run = range(first, first + size)
    if by_run.take_run(run[0], run[-1]):
        assert [by_one.take(seq) for seq in run] == [True] * size
        assert (by_run.contiguous, by_run.islands) == (by_one.contiguous, by_one.islands)


def test_strangers_do_not_make_it_grow() -> None:
    window = Window()
    assert not window.take(MOST_AHEAD + 1)
    assert window.take(MOST_AHEAD)
    for seq in range(3, 3 + 4 * MOST_ISLANDS, 2):
        window.take(seq)
    assert len(window.islands) <= MOST_ISLANDS
    assert window.take(1)  # what is really wanted always fits


@pytest.mark.parametrize(
    ("spans", "told"),
    [
        ([(1, 2), (3, 4)], [(1, 4)]),
        ([(5, 6), (1, 1)], [(1, 1), (5, 6)]),
        ([(1, 9), (2, 3)], [(1, 9)]),
    ],
)
def test_joined(spans: list[tuple[int, int]], told: list[tuple[int, int]]) -> None:
    assert joined(spans) == told
