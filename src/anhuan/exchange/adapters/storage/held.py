"""Messages that are safe with us but not applied: behind a gap, of a paused table, or dead."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from anhuan.exchange.adapters.storage.link import Connection
from anhuan.exchange.core.envelope import Envelope, unpack

GAP, PAUSED, DEAD = "gap", "paused", "dead"


def hold(
    connection: Connection, route: str, messages: Iterable[Envelope], why: str,
    code: str = "", reason: str = "",
) -> None:  # fmt: skip
    """Keep messages."""
    rows = [(route, one.seq, why, code, reason, one.table, one.key, one.pack()) for one in messages]
    if rows:
        connection.cursor().executemany(
            "insert into exchange.held (route, seq, why, code, reason, table_name, key, packed) "
            "values (%s, %s, %s, %s, %s, %s, %s, %s)",
            rows,
        )


def ripe(connection: Connection, route: str, contiguous: int) -> list[Envelope]:
    """Those whose gap has closed; they are kept no longer."""
    rows = connection.execute(
        "delete from exchange.held where route = %s and why = 'gap' and seq <= %s returning packed",
        (route, contiguous),
    )
    return [unpack(bytes(row[0])) for row in rows]


def take_out(connection: Connection, route: str, why: str, table: str) -> list[Envelope]:
    """All of a table, in order; they are kept no longer."""
    rows = connection.execute(
        "delete from exchange.held where route = %s and why = %s and table_name = %s "
        "and state = 'waiting' returning packed",
        (route, why, table),
    )
    return sorted((unpack(bytes(row[0])) for row in rows), key=lambda message: message.seq)


def supersede(connection: Connection, route: str, messages: list[Envelope]) -> None:
    """A newer whole row of the same key has come: the dead letter must not be replayed over it."""
    if not _has_dead(connection, route):
        return
    connection.execute(
        "update exchange.held h set state = 'superseded', ended_at = now() "
        "from unnest(%s::text[], %s::text[], %s::bigint[]) as n(table_name, key, seq) "
        "where h.route = %s and h.why = 'dead' and h.state = 'waiting' "
        "and h.table_name = n.table_name and h.key = n.key and h.seq < n.seq",
        (
            [message.table for message in messages],
            [message.key for message in messages],
            [message.seq for message in messages],
            route,
        ),
    )


def _has_dead(connection: Connection, route: str) -> bool:
    found = connection.execute(
        "select exists (select 1 from exchange.held where route = %s and why = 'dead' "
        "and state = 'waiting')",
        (route,),
    ).fetchone()
    return bool(found and found[0])


def one(connection: Connection, number: int, body: bytes | None) -> Envelope | None:
    """A dead letter that still waits, with another body if given; locked."""
    row = connection.execute(
        "select packed from exchange.held where id = %s and why = 'dead' and state = 'waiting' "
        "for update",
        (number,),
    ).fetchone()
    if row is None:
        return None
    message = unpack(bytes(row[0]))
    return message if body is None else replace(message, body=body, digest=b"")


def listed(connection: Connection, route: str, most: int = 1000) -> list[dict[str, Any]]:
    """For people: rows with their bodies, newest first."""
    rows = connection.execute(
        "select id, seq, why, code, reason, table_name, key, packed, at from exchange.held "
        "where route = %s and state = 'waiting' and why <> 'gap' order by id desc limit %s",
        (route, most),
    )
    names = ("id", "seq", "why", "code", "reason", "table", "key")
    return [
        dict(zip(names, row[:7], strict=True))
        | {"route": route, "body": unpack(bytes(row[7])).body.decode(), "at": row[8]}
        for row in rows
    ]


def end(connection: Connection, number: int, state: str) -> None:
    """It is done with."""
    connection.execute(
        "update exchange.held set state = %s, ended_at = now() where id = %s", (state, number)
    )


def discard(connection: Connection, route: str, number: int) -> bool:
    """Close a dead letter nobody wants any more; False when it waits no longer."""
    changed = connection.execute(
        "update exchange.held set state = 'discarded', ended_at = now() "
        "where id = %s and route = %s and why = 'dead' and state = 'waiting'",
        (number, route),
    )
    return changed.rowcount == 1


def count(connection: Connection, route: str) -> int:
    """How many dead letters wait."""
    row = connection.execute(
        "select count(*) from exchange.held where route = %s and why = 'dead' "
        "and state = 'waiting'",
        (route,),
    ).fetchone()
    return int(row[0]) if row else 0
