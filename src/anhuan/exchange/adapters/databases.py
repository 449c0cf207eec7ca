"""The ends of routes, whatever they are, and databases as a side of a proof."""

from pathlib import Path
from typing import Any

from anhuan.exchange.adapters.contract import Tables
from anhuan.exchange.adapters.effects.inbox import EffectInbox
from anhuan.exchange.adapters.effects.targets import TARGETS
from anhuan.exchange.adapters.postgres import inbox as postgres
from anhuan.exchange.adapters.postgres.digests import PostgresTables
from anhuan.exchange.adapters.sql import inbox as sql
from anhuan.exchange.adapters.sql.tables import SqlTables
from anhuan.exchange.adapters.storage.inbox import Inbox, Sign
from anhuan.exchange.core.definition import Receive
from anhuan.exchange.core.definition.databases import speaks


def is_database(kind: str) -> bool:
    """Else it is files, which go their own way."""
    return bool(speaks(kind))


def takes_messages(kind: str) -> bool:
    """Else it takes files."""
    return is_database(kind) or kind in TARGETS


def open_inbox(receive: Receive, url: str, sign: Sign, keep: Path) -> Inbox[Any]:
    """The end of a route; nothing is connected yet. `keep`: a folder of the node, for what an end
    without transactions cannot keep itself."""
    if receive.sink.kind in TARGETS:
        return EffectInbox(receive, url, sign, keep)
    if speaks(receive.sink.kind) == "postgres":
        return postgres.open_inbox(receive, url, sign)
    return sql.open_inbox(receive, url, sign)


def open_tables(kind: str, url: str, keys: dict[str, tuple[str, ...]] | None = None) -> Tables:
    """The tables of a database; nothing is connected yet. `keys`: where no primary key is."""
    if speaks(kind) == "postgres":
        return PostgresTables(url, keys)
    return SqlTables(kind, url, keys)
