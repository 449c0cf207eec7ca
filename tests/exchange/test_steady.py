"""Under steady load what a log tells is committed every few thousand changes, and goes at once.

A portion that ends inside a transaction has no position, and the outbox waits for one.
"""

from contextlib import closing

import pytest

from anhuan.exchange.adapters.contract import Portion, Source
from anhuan.exchange.adapters.mysql.binlog_source import BinlogSource
from anhuan.exchange.adapters.mysql.stream import end_of_log
from anhuan.exchange.adapters.postgres import slot
from anhuan.exchange.adapters.postgres.log_source import LogSource
from anhuan.exchange.adapters.postgres.session import connect
from anhuan.exchange.core.definition import Pipe, read
from tests.exchange import mariadb
from tests.exchange.pair import Pair
from tests.exchange.places import Place

SEND = """
version: 1
pipe: steady
source: {{kind: {kind}, url: "env:X", tables: [{{name: {table}}}]}}
routes: [{{to: there, transport: {{kind: tcp, url: "tcp://x:1"}}}}]
"""
TRANSACTIONS = 24
ROWS = 1_000  # of each


def pipe_of(kind: str, table: str) -> Pipe:
    found = read(SEND.format(kind=kind, table=table))
    assert isinstance(found, Pipe)
    return found


def told(source: Source, position: str) -> list[Portion]:
    """Portions until all rows have come."""
    found: list[Portion] = []
    with closing(source):
        for portion in source.follow(position):
            found.append(portion)
            if sum(len(one.changes) for one in found) >= TRANSACTIONS * ROWS:
                return found
    raise AssertionError("the log ended")


def look_at(found: list[Portion]) -> None:
    full = [one for one in found if one.changes]
    assert all(one.position for one in full), "each is committed by itself"
    assert max(len(one.changes) for one in full) <= 5_000 + ROWS
    assert len(full) >= TRANSACTIONS * ROWS // (5_000 + ROWS)


@pytest.mark.clause("EXC-058")
def test_of_postgresql(pair: Pair) -> None:
    with connect(pair.plant_db) as connection:
        slot.ensure(connection, "steady", ["public.hazard"])
    query = "insert into hazard (id, title) select n, 'x' from generate_series({}, {}) n"
    pair.plant_do(*(query.format(k * ROWS + 1, (k + 1) * ROWS) for k in range(TRANSACTIONS)))
    look_at(told(LogSource(pipe_of("postgres", "public.hazard"), pair.plant_db), "0"))


@pytest.mark.clause("EXC-058")
def test_of_mariadb(mariadb_server: str) -> None:
    place = Place("mariadb", mariadb.make_database(mariadb_server))
    place.make()
    start = str(end_of_log(place.url))
    query = "insert into hazard (id, title) select seq, 'x' from seq_{}_to_{}"
    place.do(*(query.format(k * ROWS + 1, (k + 1) * ROWS) for k in range(TRANSACTIONS)))
    look_at(told(BinlogSource(pipe_of("mariadb", "hazard"), place.url), start))
