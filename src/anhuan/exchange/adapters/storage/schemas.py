"""Columns of the sender's tables as a route has known them; a table that drifts is paused alone."""

from typing import Any

import orjson

from anhuan.exchange.adapters.contract import Session
from anhuan.exchange.adapters.storage import held
from anhuan.exchange.core import drift
from anhuan.exchange.core.drift import Column
from anhuan.exchange.core.envelope import Envelope, Op


def admitted(connection: Session, route: str, messages: list[Envelope]) -> list[Envelope]:
    """The messages that may be applied; the rest is kept until people have looked."""
    paused = _paused(connection, route)
    flowing: list[Envelope] = []
    kept: list[Envelope] = []
    for message in messages:
        if message.op is Op.SCHEMA and message.table not in paused:
            if _told(connection, route, message):
                paused.add(message.table)
                continue
        elif message.op is Op.SCHEMA:
            _note_again(connection, route, message)
            continue
        (kept if message.table in paused else flowing).append(message)
    held.hold(connection, route, kept, held.PAUSED)
    return flowing


def _paused(connection: Session, route: str) -> set[str]:
    rows = connection.execute(
        "select table_name from exchange.paused_table where route = %s", (route,)
    )
    return {str(row[0]) for row in rows}


def paused(connection: Session, route: str) -> list[dict[str, Any]]:
    """Tables that wait for people, with the reason and since when."""
    rows = connection.execute(
        'select table_name, reason, "at", (select count(*) from exchange.held h where '
        "h.route = p.route and h.table_name = p.table_name and h.why = 'paused') "
        'from exchange.paused_table p where route = %s order by "at"',
        (route,),
    )
    return [{"table": t, "reason": why, "at": at, "kept": int(n)} for t, why, at, n in rows]


def _told(connection: Session, route: str, message: Envelope) -> bool:
    """Remember columns; answers whether the table must be paused."""
    found = drift.decode(message.body)
    row = connection.execute(
        'select "columns" from exchange.known_schema where route = %s and table_name = %s',
        (route, message.table),
    ).fetchone()
    known = _read(row[0]) if row else found
    change = drift.compare(known, found)
    if change.is_harmless:
        _know(connection, route, message.table, message.schema, found)
        return False
    _pause(connection, route, message, f"源表结构变化：{change.text}。请确认后恢复该表")
    return True


def _note_again(connection: Session, route: str, message: Envelope) -> None:
    """The table changed once more while it was paused: the last columns are what is accepted."""
    connection.execute(
        'update exchange.paused_table set "schema" = %s, "columns" = %s '
        "where route = %s and table_name = %s",
        (message.schema, _json(drift.decode(message.body)), route, message.table),
    )


def _pause(connection: Session, route: str, message: Envelope, reason: str) -> None:
    columns = _json(drift.decode(message.body))
    connection.execute(
        'insert into exchange.paused_table (route, table_name, "schema", "columns", reason) '
        "values (%s, %s, %s, %s, %s)",
        (route, message.table, message.schema, columns, reason),
    )


def accept(connection: Session, route: str, table: str) -> None:
    """From now on the new columns are the known ones."""
    where = "where route = %s and table_name = %s"
    row = connection.execute(
        f'select "schema", "columns" from exchange.paused_table {where}', (route, table)
    ).fetchone()
    if row:
        connection.execute(f"delete from exchange.paused_table {where}", (route, table))
        _know(connection, route, table, row[0], _read(row[1]))


def _know(connection: Session, route: str, table: str, schema: str, columns: list[Column]) -> None:
    connection.execute(
        "delete from exchange.known_schema where route = %s and table_name = %s", (route, table)
    )
    connection.execute(
        'insert into exchange.known_schema (route, table_name, "schema", "columns") '
        "values (%s, %s, %s, %s)",
        (route, table, schema, _json(columns)),
    )


def _json(columns: list[Column]) -> str:
    return drift.encode(columns).decode()


def _read(told: Any) -> list[Column]:
    """PostgreSQL hands JSON on as a list, others as its text."""
    return [Column(*one) for one in (orjson.loads(told) if isinstance(told, str) else told)]
