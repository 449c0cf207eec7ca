"""Messages into the durable outbox, 500 in a commit: PostgreSQL and SQLite."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from _exchange import arguments, databases, tell, timed

from anhuan.exchange.adapters.stores import open_outbox
from anhuan.exchange.core.envelope import Draft, Op

BATCH = 500
BODY = b'{"id": "1", "text": "' + b"x" * 280 + b'"}'


def rate(store: str, rows: int) -> float:
    """Messages a second."""
    outbox = open_outbox(store)
    drafts = [Draft(Op.INSERT, "t", "schema", str(n), BODY) for n in range(BATCH)]

    def write() -> None:
        for number in range(rows // BATCH):
            with outbox.writing("bench") as writing:
                writing.add("bench@far", drafts)
                writing.commit(str(number))

    seconds = timed(write)
    outbox.close()
    return rows / seconds


def main() -> None:
    """Both stores."""
    rows = arguments(50_000).rows
    with databases("store") as (store,), TemporaryDirectory() as folder:
        tell({
            "messages": rows,
            "postgres_per_s": rate(store, rows),
            "sqlite_per_s": rate(f"sqlite:{Path(folder) / 'o.db'}", rows),
        })  # fmt: skip


if __name__ == "__main__":
    main()
