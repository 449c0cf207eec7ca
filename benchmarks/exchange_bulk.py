"""A table from one PostgreSQL into another by the fast lane, beside `psql` piped into `psql`.

python benchmarks/exchange_bulk.py --rows 20000000
"""

from __future__ import annotations

import os
import subprocess

from _exchange import FILL, TABLE, Peak, arguments, databases, do, tell, timed

from anhuan.exchange.adapters.postgres.bulk import Job, copy
from anhuan.node.postgres import BINARIES

COUNT = "select count(*), sum(hashtextextended(t::text, 0)::numeric) from t"


def main() -> None:
    """Fill, copy both ways, compare."""
    rows = arguments(1_000_000).rows
    with databases("source", "target", "limit") as (source, target, limit):
        do(source, TABLE.format("t"), FILL.format("t", 1, rows), "vacuum analyze t")
        for url in (target, limit):
            do(url, TABLE.format("t"))
        limit_s = timed(lambda: piped(source, limit))
        with Peak() as peak:
            seconds = timed(lambda: copy(Job("bench", source, target, "public.t", "public.t")))
        tell({
            "rows": rows,
            "rows_per_s": rows / seconds,
            "limit_psql_pipe_rows_per_s": rows / limit_s,
            "ratio_to_limit": limit_s / seconds,
            "peak_mb": peak.mb,
            "equal": do(source, COUNT) == do(target, COUNT),
        })  # fmt: skip


def piped(source: str, target: str) -> None:
    """The limit: what the shell can do."""
    psql, form = str(BINARIES / "psql"), "(format binary)"
    out, into = f'-c "copy t to stdout {form}"', f'-c "copy t from stdin {form}"'
    line = f'{psql} -X "$A" {out} | {psql} -X "$B" {into}'
    environment = os.environ | {"A": source, "B": target}
    subprocess.run(line, shell=True, check=True, env=environment, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
