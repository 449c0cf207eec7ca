"""The whole way, all well: changes of a plant's table appear at the province's."""

import urllib.request
from itertools import pairwise

import pytest

from tests.exchange.pair import Pair, wait_for

ROWS = """
    insert into hazard select n, 'hazard ' || n, 'ordinary', n * 1.125,
        '2026-01-01'::timestamptz + n * interval '1 minute', array['a', 'b,c', null],
        jsonb_build_object('n', n, 'text', e'tab\\t"quote"'), decode(md5(n::text), 'hex')
    from generate_series({}, {}) n
"""


@pytest.mark.parametrize("kind", ["tcp", "http"])
@pytest.mark.clause("EXC-058")
def test_every_kind_of_change_arrives(pair: Pair, kind: str) -> None:
    pair.plant_do(ROWS.format(1, 300))
    pair.define(kind=kind)
    pair.start()
    assert pair.wait_equal()[0] == 300
    columns = pair.plant_do("select count(*) from pg_attribute where attrelid = 'hazard'::regclass")
    pair.plant_do(
        ROWS.format(301, 400),
        "update hazard set title = '改过', amount = null where id % 3 = 0",
        "update hazard set id = id + 10000 where id % 7 = 0",
        "delete from hazard where id % 5 = 0",
        "insert into hazard (id, amount, seen) values (9001, 'NaN', 'infinity')",
    )
    assert pair.wait_equal()[0] > 300
    pair.plant_do("truncate hazard", ROWS.format(1, 10))
    assert pair.wait_equal()[0] == 10
    query = "select count(*) from pg_attribute where attrelid = 'hazard'::regclass"
    assert pair.plant_do(query) == columns, "nothing was added to the table"
    assert pair.plant_do("select count(*) from pg_trigger where tgrelid = 'hazard'::regclass") == [
        (0,)
    ]


@pytest.mark.clause("EXC-013")
def test_a_delete_becomes_a_mark(pair: Pair) -> None:
    pair.province_do("alter table hazard add deleted text default '0'")
    pair.plant_do(ROWS.format(1, 3))
    pair.define(sink=', deletes: mark, mark: {deleted: "1"}')
    pair.start()
    wait_for(lambda: pair.province_do("select count(*) from hazard") == [(3,)])
    pair.plant_do("delete from hazard where id = 2")
    wait_for(
        lambda: pair.province_do("select id, title from hazard where deleted = '1'"), pair.told
    )
    assert pair.province_do("select id, title from hazard where deleted = '1'") == [(2, "hazard 2")]


@pytest.mark.clause("EXC-071")
def test_rows_are_transformed_and_filtered(pair: Pair) -> None:
    pair.province_do("alter table hazard rename title to name")
    pair.define(
        transforms="""
  - filter: {field: level, in: [major]}
  - rename: {title: name}
  - codes: {field: level, map: {major: "1"}}
  - drop: [picture]"""
    )
    pair.start()
    pair.plant_do(ROWS.format(1, 4), "update hazard set level = 'major' where id > 2")
    wait_for(lambda: len(pair.province_do("select id from hazard")) == 2)
    assert pair.province_do("select id, name, level, picture from hazard order by id") == [
        (3, "hazard 3", "1", None),
        (4, "hazard 4", "1", None),
    ]
    pair.plant_do("update hazard set level = 'ordinary' where id = 3")
    wait_for(lambda: pair.province_do("select id from hazard") == [(4,)])


def test_every_batch_is_signed_for(pair: Pair) -> None:
    pair.plant_do(ROWS.format(1, 1200))
    pair.define(batch=500)
    pair.start()
    pair.wait_equal()
    wait_for(lambda: pair.plant_do("select acked = last from exchange.route") == [(True,)])
    spans = pair.plant_do("select first, last from exchange.receipt order by first")
    last = pair.plant_do("select last from exchange.route")[0][0]
    assert spans[0][0] == 1
    assert spans[-1][1] == last
    assert all(after[0] == before[1] + 1 for before, after in pairwise(spans))


def metrics_of(pair: Pair) -> list[str]:
    """The plant's lines for Prometheus."""
    with urllib.request.urlopen(f"http://127.0.0.1:{pair.plant_http}/metrics") as answer:
        return answer.read().decode().splitlines()


@pytest.mark.clause("EXC-060", "EXC-065")
def test_a_pipe_is_stopped_and_started_from_afar(pair: Pair) -> None:
    pair.define()
    pair.start()
    pair.wait_answer(pair.plant_http)
    pair.plant_do(ROWS.format(1, 5))
    pair.wait_equal()
    for state in ("paused", "stopped"):
        assert pair.ask("POST", pair.plant_http, f"/pipes/hazards/{state}")["state"] == state
        pair.plant_do("insert into hazard (id) values ((select max(id) + 1 from hazard))")
        assert pair.rows(pair.province_db) != pair.rows(pair.plant_db)
        pair.ask("POST", pair.plant_http, "/pipes/hazards/running")
        pair.wait_equal()
    # Rows are there before the receipt for them is.
    wait_for(lambda: 'anhuan_exchange_backlog{route="hazards@province"} 0' in metrics_of(pair))
    told = metrics_of(pair)
    assert pair.ask("GET", pair.plant_http, "/pipes")[0]["routes"][0]["acked"] > 5
    assert 'anhuan_exchange_pipe_up{pipe="hazards"} 1' in told
