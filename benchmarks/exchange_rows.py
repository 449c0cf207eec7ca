"""A table by the row lane, a pipe's rules in between, beside `pg_dump` piped into `psql`.

python benchmarks/exchange_rows.py --rows 5000000
"""

from __future__ import annotations

import subprocess

from _exchange import FILL, TABLE, Peak, arguments, databases, do, tell, timed

from anhuan.exchange.adapters.postgres.bulk import copy, prove
from anhuan.exchange.adapters.postgres.spans import Job
from anhuan.exchange.core.copy_rules import Rules
from anhuan.node.postgres import BINARIES

RULES = """
version: 1
pipe: bench
source: {kind: postgres, url: "env:BENCH_SOURCE",
         tables: [{name: t, target: t_far, compare: [id, device, value, seen, x, y]}]}
transforms:
  - rename: {area: place, note: words}
  - codes: {field: kind, map: {kind 0: "00", kind 1: "01", kind 2: "02"}, otherwise: "99"}
  - mask: {field: words, keep_first: 5, keep_last: 5}
routes: [{to: far, transport: {kind: tcp, url: "tcp://127.0.0.1:1", token: "env:BENCH_TOKEN"}}]
"""
FAR = TABLE.format("t_far").replace("area text", "place text").replace("note text", "words text")


def main() -> None:
    """Fill, copy both ways, compare what the rules leave as it was."""
    rows = arguments(1_000_000).rows
    with databases("source", "target", "limit") as (source, target, limit):
        do(source, TABLE.format("t"), FILL.format("t", 1, rows), "vacuum analyze t")
        do(target, FAR)
        limit_s = timed(lambda: dumped(source, limit))
        job = Job("bench", source, target, "t", "t_far", rules=Rules(RULES, {}))
        with Peak() as peak:
            seconds = timed(lambda: copy(job))
        tell({
            "rows": rows,
            "rows_per_s": rows / seconds,
            "limit_pg_dump_psql_rows_per_s": rows / limit_s,
            "ratio_to_limit": limit_s / seconds,
            "peak_mb": peak.mb,
            "equal": prove(job).holds,
        })  # fmt: skip


def dumped(source: str, target: str) -> None:
    """The limit: what the shell can do with texts."""
    with subprocess.Popen([BINARIES / "pg_dump", source], stdout=subprocess.PIPE) as out:
        subprocess.run([BINARIES / "psql", "-X", "-q", target], stdin=out.stdout, check=True,
                       stdout=subprocess.DEVNULL)  # fmt: skip


if __name__ == "__main__":
    main()
