"""One transaction of a million rows, from the log into the other database; one thread for all.

python benchmarks/exchange_transaction.py --rows 1000000
"""

from __future__ import annotations

import time
from pathlib import Path
from tempfile import TemporaryDirectory

from _exchange import FILL, TABLE, Peak, arguments, databases, do, tell
from exchange_cdc import COUNT, SEND, whole_way

from anhuan.exchange.adapters.postgres import slot
from anhuan.exchange.adapters.postgres.session import connect
from anhuan.exchange.adapters.stores import open_outbox
from anhuan.exchange.core.definition import Pipe, read

SPILLED = "select spill_bytes from pg_stat_replication_slots where slot_name = 'anhuan_bench'"


def main() -> None:
    """Both tables are compared by a sum of row hashes; memory is ours, without the servers'."""
    rows = arguments(1_000_000).rows
    pipe = read(SEND)
    assert isinstance(pipe, Pipe)
    with (
        databases("source", "store", "target") as (source, store, target),
        TemporaryDirectory() as folder,
    ):
        for url in (source, target):
            do(url, TABLE.format("t"))
        with connect(source) as connection:
            slot.ensure(connection, "bench", ["public.t"])
        do(source, FILL.format("t", 1, rows))
        outbox = open_outbox(store)
        with outbox.writing("bench") as writing:
            writing.commit("0")
        outbox.close()
        with Peak() as peak:
            seconds = whole_way(pipe, source, store, target, Path(folder), rows)
        time.sleep(1)  # the server's statistics come late
        tell({
            "rows": rows,
            "rows_per_s": rows / seconds,
            "peak_mb": peak.mb,
            "spooled_by_the_server_mb": int(str(do(source, SPILLED)[0][0])) / 1e6,
            "equal": do(source, COUNT) == do(target, COUNT),
        })  # fmt: skip


if __name__ == "__main__":
    main()
