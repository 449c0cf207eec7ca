"""Receipts: the receiver's signature under what it took, kept on both sides."""

from typing import Any

from anhuan.exchange.adapters.storage.link import Connection
from anhuan.exchange.core.envelope import Envelope

NAMES = ("first", "last", "manifest", "signature", "public")


def keep(connection: Connection, route: str, receipt: dict[str, Any]) -> None:
    """Store one; the same twice is one."""
    connection.execute(
        "insert into exchange.receipt (route, first, last, manifest, signature, public) "
        "values (%s, %s, %s, %s, %s, %s) on conflict do nothing",
        (route, *(receipt[name] for name in NAMES)),
    )


def find(connection: Connection, route: str, sent: list[Envelope]) -> dict[str, Any] | None:
    """What was signed for these messages before, when its answer was lost."""
    if not sent:
        return None
    seqs = [message.seq for message in sent]
    row = connection.execute(
        "select first, last, manifest, signature, public from exchange.receipt "
        "where route = %s and first = %s and last = %s",
        (route, min(seqs), max(seqs)),
    ).fetchone()
    return dict(zip(NAMES, row, strict=True)) if row else None


def above(connection: Connection, route: str, number: int) -> list[dict[str, Any]]:
    """Those of messages above a number, in order; at most 500."""
    rows = connection.execute(
        "select first, last, manifest, signature, public from exchange.receipt "
        "where route = %s and last > %s order by last limit 500",
        (route, number),
    )
    return [dict(zip(NAMES, row, strict=True)) for row in rows]
