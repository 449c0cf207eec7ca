"""The proof's scan: digests of a whole table by ranges, and finding three rows that differ."""

from __future__ import annotations

from _exchange import FILL, TABLE, arguments, databases, do, tell, timed

from anhuan.exchange.adapters.postgres.digests import PostgresTables
from anhuan.exchange.core import chunks
from anhuan.exchange.running.comparing import ROWS_IN_A_RANGE

NAMES = ["id", "device", "kind", "value", "seen", "area", "is_open", "note", "x", "y"]


def main() -> None:
    """Two equal tables but for three rows."""
    rows = arguments(200_000).rows
    with databases("here", "there") as urls:
        for url in urls:
            do(url, TABLE.format("t"), FILL.format("t", 1, rows), "vacuum analyze t")
        do(urls[1], "delete from t where id = 77", "update t set x = 0 where id = 1000",
           "insert into t (id) values (-5)")  # fmt: skip
        here, there = (PostgresTables(url) for url in urls)
        spans = chunks.cut(here.boundaries("t", ROWS_IN_A_RANGE))
        ours = here.digests("t", NAMES, spans)
        scan_s = timed(lambda: here.digests("t", NAMES, spans))
        differing = chunks.differing(spans, ours, there.digests("t", NAMES, spans))
        found = chunks.compare(
            here.row_digests("t", NAMES, differing), there.row_digests("t", NAMES, differing)
        )
        tell({
            "rows": rows,
            "scanned_rows_per_s": rows / scan_s,
            "ranges": len(spans),
            "ranges_looked_into": len(differing),
            "differences_found": len(found),
        })  # fmt: skip
        here.close()
        there.close()


if __name__ == "__main__":
    main()
