"""One transaction of a million rows, from the log into the other database, by two nodes.

python benchmarks/exchange_transaction.py --rows 1000000
"""

from __future__ import annotations

import time

from _exchange import FILL, Peak, arguments, databases, do, tell
from exchange_cdc import COUNT, prepare, whole_way

SPILLED = "select spill_bytes from pg_stat_replication_slots where slot_name = 'anhuan_bench'"


def main() -> None:
    """Both tables are compared by a sum of row hashes; memory is of both nodes, not the server."""
    rows = arguments(1_000_000).rows
    with databases("source", "store", "target") as (source, store, target):
        prepare(source, store, target)
        do(source, FILL.format("t", 1, rows))
        with Peak() as peak:
            seconds = whole_way(source, store, target, rows)
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
