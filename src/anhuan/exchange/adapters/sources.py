"""Which source a definition means. A new one is a file of its own and a word in `KINDS`."""

from collections.abc import Callable

from anhuan.exchange.adapters.contract import Source
from anhuan.exchange.adapters.files.table_source import TableFiles
from anhuan.exchange.adapters.mysql import binlog_source
from anhuan.exchange.adapters.mysql.binlog_source import BinlogSource
from anhuan.exchange.adapters.postgres import slot
from anhuan.exchange.adapters.postgres.log_source import LogSource
from anhuan.exchange.adapters.postgres.once import OnceSource
from anhuan.exchange.adapters.sql.first_copy import SqlOnce
from anhuan.exchange.core.definition import Pipe
from anhuan.exchange.core.definition.databases import speaks

Make = Callable[[Pipe, str], Source]
# (whose language, capture): `compare` has no source, it is all proof and resend
KINDS: dict[tuple[str, str], Make] = {
    ("postgres", "log"): LogSource,
    ("postgres", "once"): OnceSource,
    ("kingbase", "log"): LogSource,  # of PostgreSQL's protocol, as its log is
    ("mysql", "log"): BinlogSource,
    ("table_files", "log"): TableFiles,
}
RENEWALS: dict[str, Callable[[Pipe, str], str]] = {
    "postgres": slot.renew,
    "kingbase": slot.renew,
    "mysql": binlog_source.renew,
}


def open_source(pipe: Pipe, url: str) -> Source | None:
    """The source of a pipe, or None where there is none to follow."""
    kind = speaks(pipe.source.kind) or pipe.source.kind
    if make := KINDS.get((kind, pipe.capture)):
        return make(pipe, url)
    return SqlOnce(pipe, url) if pipe.capture == "once" else None


def renew(pipe: Pipe, url: str) -> str:
    """After a log was lost: a new beginning in it, and its position."""
    return RENEWALS[speaks(pipe.source.kind)](pipe, url)
