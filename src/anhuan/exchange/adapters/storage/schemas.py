"""Columns of the sender's tables as a route has known them; a table that drifts is paused alone."""

from typing import Any

from psycopg.types.json import Jsonb

from anhuan.exchange.adapters.storage import held
from anhuan.exchange.adapters.storage.link import Connection
from anhuan.exchange.core import drift
from anhuan.exchange.core.drift import Column
from anhuan.exchange.core.envelope import Envelope, Op


def admitted(connection: Connection, route: str, messages: list[Envelope]) -> list[Envelope]:
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


def _paused(connection: Connection, route: str) -> set[str]:
    rows = connection.execute(
        "select table_name from exchange.paused_table where route = %s", (route,)
    )
    return {str(row[0]) for row in rows}


def paused(connection: Connection, route: str) -> list[dict[str, Any]]:
    """Tables that wait for people, with the reason and since when."""
    rows = connection.execute(
        "select table_name, reason, at, (select count(*) from exchange.held h where "
        "h.route = p.route and h.table_name = p.table_name and h.why = 'paused') "
        "from exchange.paused_table p where route = %s order by at",
        (route,),
    )
    return [dict(zip(("table", "reason", "at", "kept"), row, strict=True)) for row in rows]


def _told(connection: Connection, route: str, message: Envelope) -> bool:
    """Remember columns; answers whether the table must be paused."""
    found = drift.decode(message.body)
    row = connection.execute(
        "select columns from exchange.known_schema where route = %s and table_name = %s",
        (route, message.table),
    ).fetchone()
    known = [Column(*one) for one in row[0]] if row else found
    change = drift.compare(known, found)
    if change.is_harmless:
        _know(connection, route, message.table, message.schema, found)
        return False
    _pause(connection, route, message, f"源表结构变化：{change.text}。请确认后恢复该表")
    return True


def _note_again(connection: Connection, route: str, message: Envelope) -> None:
    """The table changed once more while it was paused: the last columns are what is accepted."""
    connection.execute(
        "update exchange.paused_table set schema = %s, columns = %s "
        "where route = %s and table_name = %s",
        (message.schema, _json(drift.decode(message.body)), route, message.table),
    )


def _pause(connection: Connection, route: str, message: Envelope, reason: str) -> None:
    columns = _json(drift.decode(message.body))
    connection.execute(
        "insert into exchange.paused_table (route, table_name, schema, columns, reason) "
        "values (%s, %s, %s, %s, %s)",
        (route, message.table, message.schema, columns, reason),
    )


def accept(connection: Connection, route: str, table: str) -> None:
    """From now on the new columns are the known ones."""
    row = connection.execute(
        "delete from exchange.paused_table where route = %s and table_name = %s "
        "returning schema, columns",
        (route, table),
    ).fetchone()
    if row:
        _know(connection, route, table, row[0], [Column(*one) for one in row[1]])


def _know(
    connection: Connection, route: str, table: str, schema: str, columns: list[Column]
) -> None:
    connection.execute(
        "insert into exchange.known_schema (route, table_name, schema, columns) "
        "values (%s, %s, %s, %s) on conflict (route, table_name) do update "
        "set schema = excluded.schema, columns = excluded.columns, at = now()",
        (route, table, schema, _json(columns)),
    )


def _json(columns: list[Column]) -> Jsonb:
    return Jsonb([[one.name, one.type, one.is_key] for one in columns])
