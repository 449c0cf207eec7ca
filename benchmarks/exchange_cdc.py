"""Changes from the log: decoding alone, and all the way into the other database, exactly once.

All the way: log, outbox, TCP, another node's inbox and table, signed receipts, offsets. The two
nodes are two processes, as they are in plants; all of it and the server share this machine.
"""

from __future__ import annotations

import time
from pathlib import Path
from tempfile import TemporaryDirectory

from _exchange import FILL, TABLE, Peak, arguments, databases, do, tell
from _two_nodes import receiver, sent

from anhuan.exchange.adapters.postgres import slot
from anhuan.exchange.adapters.postgres.replication import ReplicationStream
from anhuan.exchange.adapters.postgres.session import connect
from anhuan.exchange.adapters.stores import open_outbox
from anhuan.exchange.core.pgoutput import Change, Decoder

RECEIVE = (
    'version: 1\nreceive: bench@far\nsink: {kind: postgres, url: "env:BENCH_TARGET", tables: [t]}'
)
COUNT = "select count(*), sum(hashtextextended(t::text, 0)::numeric) from t"


def changes(url: str, rows: int) -> int:
    """Inserts, and an update and a delete of some, 1,000 rows to a transaction; how many changes
    that is."""
    for first in range(1, rows + 1, 1_000):
        do(url, FILL.format("t", first, min(rows, first + 999)),
           f"update t set note = 'x' where id >= {first} and id % 4 = 0",
           f"delete from t where id >= {first} and id % 10 = 3")  # fmt: skip
    return rows + rows // 4 + rows // 10


def decoding(url: str, count: int) -> float:
    """Seconds for all of them, decoded, kept nowhere."""
    stream = ReplicationStream(url, "anhuan_bench", "anhuan_bench", 0)
    decoder, seen = Decoder(), 0
    began = time.perf_counter()
    while seen < count:
        said = stream.read(1.0)
        if isinstance(said, bytes):
            seen += isinstance(decoder.decode(said), Change)
    seconds = time.perf_counter() - began
    stream.close()
    return seconds


def prepare(source: str, store: str, target: str) -> None:
    """Both tables; a pipe that has nothing to copy and begins with what is changed from now on."""
    for url in (source, target):
        do(url, TABLE.format("t"))
    with connect(source) as connection:
        slot.ensure(connection, "bench", ["public.t"])
    outbox = open_outbox(store)
    with outbox.writing("bench") as writing:
        writing.commit("0")
    outbox.close()


def whole_way(source: str, store: str, target: str, count: int) -> float:
    """Seconds from the log to the last acknowledged commit over there."""
    with (
        TemporaryDirectory() as folder,
        receiver(Path(folder), RECEIVE, target) as (_, port),
    ):
        return sent("postgres", "public.t", source, store, port,
                    lambda outbox: outbox.last("bench@far") >= count)  # fmt: skip


def main() -> None:
    """Both."""
    rows = arguments(100_000).rows
    with databases("source", "store", "target") as (source, store, target):
        prepare(source, store, target)
        count = changes(source, rows)
        decode_s = decoding(source, count)
        with Peak() as peak:
            seconds = whole_way(source, store, target, count)
        tell({
            "changes": count,
            "decoded_per_s": count / decode_s,
            "end_to_end_per_s": count / seconds,
            "peak_mb": peak.mb,
            "equal": do(source, COUNT) == do(target, COUNT),
        })  # fmt: skip


if __name__ == "__main__":
    main()
