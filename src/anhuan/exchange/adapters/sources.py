"""Which source a definition means. A new one is a file of its own and a word in `KINDS`."""

from collections.abc import Callable

from anhuan.exchange.adapters.contract import Source
from anhuan.exchange.adapters.files.table_source import TableFiles
from anhuan.exchange.adapters.postgres.log_source import LogSource
from anhuan.exchange.adapters.postgres.once import OnceSource
from anhuan.exchange.core.definition import Pipe

# (kind, capture): `compare` has no source, it is all proof and resend
KINDS: dict[tuple[str, str], Callable[[Pipe, str], Source]] = {
    ("postgres", "log"): LogSource,
    ("postgres", "once"): OnceSource,
    ("table_files", "log"): TableFiles,
}


def open_source(pipe: Pipe, url: str) -> Source | None:
    """The source of a pipe, or None where there is none to follow."""
    make = KINDS.get((pipe.source.kind, pipe.capture))
    return make(pipe, url) if make else None
