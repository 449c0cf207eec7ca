"""Rows so wide that a batch of them fits in no frame, and one that no message can hold."""

import psutil
import pytest

from tests.exchange.pair import Pair, wait_for

WIDE = """
    insert into hazard (id, title) select n, repeat(md5(n::text), 60000)
    from generate_series({}, {}) n
"""
HELD = "select code, reason, key from exchange.held where state = 'waiting'"


@pytest.mark.clause("EXC-063", "EXC-067")
def test_wide_rows_go_in_as_many_frames_as_they_need(pair: Pair) -> None:
    """36 rows of 1.9 MB in one transaction are 69 MB, more than a frame may be."""
    pair.plant_do(WIDE.format(1, 2))
    pair.define()
    pair.start()
    assert pair.wait_equal()[0] == 2
    pair.plant_do(WIDE.format(3, 38))
    peak = 0

    def are_there() -> bool:
        nonlocal peak
        assert pair.plant.child
        peak = max(peak, psutil.Process(pair.plant.child.pid).memory_info().rss)
        return pair.province_do("select count(*) from hazard") == [(38,)]

    wait_for(are_there, pair.told)
    assert pair.wait_equal()[0] == 38
    assert peak < 400e6, "portions and batches are cut by bytes"


@pytest.mark.clause("EXC-063")
def test_a_row_no_message_can_hold_is_a_dead_letter_and_the_rest_flows_on(pair: Pair) -> None:
    pair.define()
    pair.start()
    pair.plant_do(
        "insert into hazard (id, title) values (1, 'one'), (2, repeat('x', 17 << 20)), (3, 'three')"
    )
    wait_for(lambda: pair.province_do("select id from hazard order by id") == [(1,), (3,)],
             pair.told)  # fmt: skip
    ((code, reason, key),) = pair.plant_do(HELD)
    assert (code, key) == ("too_large", '{"id":"2"}')
    assert "17.8 MB" in reason and "title" in reason
    pair.plant.kill()  # it lies in the outbox's database, and is read again
    pair.plant.start()
    pair.plant_do("update hazard set title = 'short' where id = 2")
    assert pair.wait_equal()[0] == 3
    wait_for(lambda: pair.plant_do(HELD) == [], pair.told)
