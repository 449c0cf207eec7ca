"""Where a node keeps what waits: PostgreSQL, or one SQLite file on the edge."""

from pathlib import Path

from anhuan.exchange.adapters.contract import Outbox
from anhuan.exchange.adapters.storage.postgres_outbox import PostgresOutbox
from anhuan.exchange.adapters.storage.sqlite_outbox import SqliteOutbox

SQLITE = "sqlite:"


def open_outbox(store: str) -> Outbox:
    """The outbox of `postgresql://…` or `sqlite:PATH`; a connection for the calling thread."""
    if store.startswith(SQLITE):
        return SqliteOutbox(Path(store.removeprefix(SQLITE)))
    return PostgresOutbox(store)
