"""Messages that are safe with us but not applied: behind a gap, of a paused table, or dead.

The statements are in words every database knows (see `contract.Session`).
"""

from collections.abc import Iterable
from typing import Any

from anhuan.exchange.adapters.contract import Session
from anhuan.exchange.core.envelope import Envelope, unpack

GAP, PAUSED, DEAD = "gap", "paused", "dead"


def hold(
    connection: Session, route: str, messages: Iterable[Envelope], why: str,
    code: str = "", reason: str = "",
) -> None:  # fmt: skip
    """Keep messages."""
    rows = [(route, one.seq, why, code, reason, one.table, one.key, one.pack()) for one in messages]
    if rows:
        connection.cursor().executemany(
            'insert into exchange.held (route, seq, why, code, reason, table_name, "key", packed) '
            "values (%s, %s, %s, %s, %s, %s, %s, %s)",
            rows,
        )


def ripe(connection: Session, route: str, contiguous: int) -> list[Envelope]:
    """Those whose gap has closed; they are kept no longer."""
    return _taken(connection, "route = %s and why = 'gap' and seq <= %s", (route, contiguous))


def _taken(connection: Session, which: str, values: tuple[Any, ...]) -> list[Envelope]:
    rows = list(connection.execute(f"select packed from exchange.held where {which}", values))
    if rows:
        connection.execute(f"delete from exchange.held where {which}", values)
    return [unpack(bytes(row[0])) for row in rows]


def take_out(connection: Session, route: str, why: str, table: str) -> list[Envelope]:
    """All of a table, in order; they are kept no longer."""
    which = "route = %s and why = %s and table_name = %s and state = 'waiting'"
    return sorted(_taken(connection, which, (route, why, table)), key=lambda one: one.seq)


def supersede(connection: Session, route: str, messages: list[Envelope]) -> None:
    """A newer whole row of the same key has come: the dead letter must not be replayed over it."""
    dead = list(
        connection.execute(
            'select id, table_name, "key", seq from exchange.held '
            "where route = %s and why = 'dead' and state = 'waiting'",
            (route,),
        )
    )
    newest = {(one.table, one.key): one.seq for one in messages} if dead else {}
    for number, table, key, seq in dead:
        if int(seq) < newest.get((table, key), 0):
            end(connection, int(number), "superseded")


def one(connection: Session, number: int, body: bytes | None) -> Envelope | None:
    """A dead letter that still waits, with another body if given; locked."""
    row = connection.execute(
        "select packed from exchange.held where id = %s and why = 'dead' and state = 'waiting' "
        "for update",
        (number,),
    ).fetchone()
    if row is None:
        return None
    message = unpack(bytes(row[0]))
    return message if body is None else message._replace(body=body, digest=b"")


def listed(connection: Session, route: str) -> list[dict[str, Any]]:
    """For people: rows with their bodies, newest first; at most a thousand."""
    rows = connection.execute(
        'select id, seq, why, code, reason, table_name, "key", packed, "at" from exchange.held '
        "where route = %s and state = 'waiting' and why <> 'gap' order by id desc limit 1000",
        (route,),
    )
    names = ("why", "code", "reason", "table", "key")
    return [
        {"id": int(number), "seq": int(seq), "route": route, "at": at}
        | dict(zip(names, named, strict=True))
        | {"body": unpack(bytes(packed)).body.decode()}
        for number, seq, *named, packed, at in rows
    ]


def end(connection: Session, number: int, state: str) -> None:
    """It is done with."""
    connection.execute(
        "update exchange.held set state = %s, ended_at = current_timestamp where id = %s",
        (state, number),
    )


def discard(connection: Session, route: str, number: int) -> bool:
    """Close a dead letter nobody wants any more; False when it waits no longer."""
    changed = connection.execute(
        "update exchange.held set state = 'discarded', ended_at = current_timestamp "
        "where id = %s and route = %s and why = 'dead' and state = 'waiting'",
        (number, route),
    )
    return changed.rowcount == 1


def count(connection: Session, route: str) -> int:
    """How many dead letters wait."""
    row = connection.execute(
        "select count(*) from exchange.held where route = %s and why = 'dead' "
        "and state = 'waiting'",
        (route,),
    ).fetchone()
    return int(row[0]) if row else 0
