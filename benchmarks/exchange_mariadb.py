"""MariaDB: changes from its binary log, alone and all the way into another MariaDB, exactly once.

The limit is python-mysql-replication's way of reading the same: every value decoded, 25,879/s on
this kind of machine (shared/research/exchange.md 2.2); the goal is 20,000/s.
"""

from __future__ import annotations

import time
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from _exchange import Peak, arguments, tell
from _two_nodes import receiver, sent
from tests.exchange.mariadb import do, make_database, mariadb

from anhuan.exchange.adapters.contract import SourceTrouble
from anhuan.exchange.adapters.databases import open_tables
from anhuan.exchange.adapters.mysql.binlog_source import BinlogSource
from anhuan.exchange.adapters.mysql.stream import end_of_log
from anhuan.exchange.adapters.stores import open_outbox
from anhuan.exchange.core.chunks import Range
from anhuan.exchange.core.definition import Pipe, read

SEND = """
version: 1
pipe: bench
source: {kind: mariadb, url: "env:X", tables: [{name: t}]}
routes: [{to: far, transport: {kind: tcp, url: "tcp://x:1"}}]
"""
RECEIVE = (
    'version: 1\nreceive: bench@far\nsink: {kind: mariadb, url: "env:BENCH_TARGET", tables: [t]}'
)
TABLE = """
    create table t (id bigint primary key, device char(36), kind varchar(20), value decimal(12, 3),
        seen timestamp(6) null, area varchar(20), note varchar(200), x double, y double)
"""
FILL = """
    insert into t select seq, uuid(), concat('kind ', seq % 9), seq * 0.125,
        '2026-01-01' + interval seq second, concat('area ', seq % 50), repeat('note ', 8),
        seq * 0.1, seq * 0.2 from seq_{}_to_{}
"""
COLUMNS = ["id", "device", "kind", "value", "seen", "area", "note", "x", "y"]


def changes(url: str, rows: int) -> int:
    """Inserts, and an update and a delete of some, 1,000 rows to a transaction; how many changes
    that is."""
    for first in range(1, rows + 1, 1_000):
        do(url, FILL.format(first, min(rows, first + 999)),
           f"update t set note = 'x' where id >= {first} and id % 4 = 0",
           f"delete from t where id >= {first} and id % 10 = 3")  # fmt: skip
    return rows + rows // 4 + rows // 10


def following(pipe: Pipe, url: str, start: str, count: int) -> float:
    """Seconds for all of them, read and kept nowhere. A row that changed again since is told as
    often as the log names it; one that is gone, at its end."""
    source, seen = BinlogSource(pipe, url), 0
    began = time.perf_counter()
    with closing(source):
        end = str(end_of_log(url))
        for portion in source.follow(start):
            seen += len(portion.changes)
            if portion.position == end:
                break
    if not seen:
        raise SourceTrouble(f"{count} changes, none was told")
    return time.perf_counter() - began


def whole_way(source: str, target: str, start: str, folder: Path) -> float:
    """Seconds from the log to the last acknowledged commit over there."""
    store, end = f"sqlite:{folder / 'outbox'}", str(end_of_log(source))
    with closing(open_outbox(store)) as outbox, outbox.writing("bench") as writing:
        writing.commit(start)
    with receiver(folder, RECEIVE, target) as (_, port):
        return sent("mariadb", "t", source, store, port,
                    lambda outbox: outbox.position("bench") == end)  # fmt: skip


def digest(url: str) -> object:
    """Of the whole table."""
    with closing(open_tables("mariadb", url)) as tables:
        return tables.digests("t", COLUMNS, [Range(None, None)])


def main() -> None:
    """Both."""
    rows = arguments(100_000).rows
    pipe = read(SEND)
    assert isinstance(pipe, Pipe)
    with mariadb() as here, mariadb() as there, TemporaryDirectory() as folder, Peak() as peak:
        source, target = make_database(here), make_database(there)
        for url in (source, target):
            do(url, TABLE)
        start = str(end_of_log(source))
        count = changes(source, rows)
        follow_s = following(pipe, source, start, count)
        whole_s = whole_way(source, target, start, Path(folder))
        tell({
            "changes": count,
            "followed_per_s": count / follow_s,
            "end_to_end_per_s": count / whole_s,
            "peak_mb": peak.mb,
            "equal": digest(source) == digest(target),
        })  # fmt: skip


if __name__ == "__main__":
    main()
