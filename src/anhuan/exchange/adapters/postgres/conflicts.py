"""Two-way pairs: a row that is here already against the one that comes."""

import orjson
from psycopg import sql

from anhuan.exchange.adapters.conflicting import decided, key_of
from anhuan.exchange.adapters.postgres.session import listed, table
from anhuan.exchange.adapters.storage.link import Connection
from anhuan.exchange.core.conflict import Row
from anhuan.exchange.core.definition import Receive
from anhuan.exchange.core.drift import Described
from anhuan.exchange.core.envelope import Envelope
from anhuan.exchange.core.merge import row_of


def resolved(
    connection: Connection, receive: Receive, found: Described, messages: list[Envelope]
) -> list[Envelope]:
    """The messages as they are to be written; those that change nothing here are left out."""
    assert receive.conflict
    here = _rows_here(connection, found, [row_of(message) for message in messages])
    return decided(receive.conflict, found, messages, here)


def _rows_here(connection: Connection, found: Described, rows: list[Row]) -> dict[
    tuple[str, ...], Row
]:  # fmt: skip
    keys = sql.SQL(", ").join(sql.SQL("{} text").format(sql.Identifier(k)) for k in found.key)
    casts = sql.SQL(", ").join(
        sql.SQL("x.{}::{}").format(sql.Identifier(k), sql.SQL(found.types[k])) for k in found.key
    )
    names = [column.name for column in found.columns]
    texts = sql.SQL(", ").join(sql.SQL("t.{}::text").format(sql.Identifier(k)) for k in names)
    query = sql.SQL(
        "select {} from {} as t join json_to_recordset(%s::json) as x({}) on ({}) = ({}) "
        "for update of t"
    ).format(texts, table(found.name), keys, listed(found.key, "t"), casts)
    wanted = orjson.dumps([{k: row.get(k) for k in found.key} for row in rows]).decode()
    there = (dict(zip(names, row, strict=True)) for row in connection.execute(query, (wanted,)))
    return {key_of(found, row): row for row in there}
