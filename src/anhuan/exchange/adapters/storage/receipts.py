"""Receipts: the receiver's signature under what it took, kept on both sides."""

from typing import Any

from anhuan.exchange.adapters.contract import Session
from anhuan.exchange.core.envelope import Envelope

NAMES = ("first", "last", "manifest", "signature", "public")
COLUMNS = '"first", "last", manifest, signature, "public"'


def keep(connection: Session, route: str, receipt: dict[str, Any]) -> None:
    """Store one; the same twice is one."""
    if _one(connection, route, receipt["first"], receipt["last"]) is None:
        connection.execute(
            f"insert into exchange.receipt (route, {COLUMNS}) values (%s, %s, %s, %s, %s, %s)",
            (route, *(receipt[name] for name in NAMES)),
        )


def find(connection: Session, route: str, sent: list[Envelope]) -> list[dict[str, Any]]:
    """What was signed for these messages before, when its answer was lost."""
    if not sent:
        return []
    seqs = [message.seq for message in sent]
    rows = connection.execute(
        f"select {COLUMNS} from exchange.receipt "
        'where route = %s and "first" >= %s and "last" <= %s order by "first"',
        (route, min(seqs), max(seqs)),
    )
    return [_told(row) for row in rows]


def _one(connection: Session, route: str, first: int, last: int) -> dict[str, Any] | None:
    row = connection.execute(
        f'select {COLUMNS} from exchange.receipt where route = %s and "first" = %s and "last" = %s',
        (route, first, last),
    ).fetchone()
    return _told(row) if row else None


def _told(row: Any) -> dict[str, Any]:
    return dict(zip(NAMES, (int(row[0]), int(row[1]), *row[2:]), strict=True))


def above(connection: Session, route: str, number: int) -> list[dict[str, Any]]:
    """Those of messages above a number, in order; at most 500."""
    rows = connection.execute(
        f"select {COLUMNS} from exchange.receipt "
        'where route = %s and "last" > %s order by "last" limit 500',
        (route, number),
    )
    return [_told(row) for row in rows]
