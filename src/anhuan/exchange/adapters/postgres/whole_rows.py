"""Large values that did not change are not in the log: read again, so that rows are whole."""

from collections.abc import Sequence

from psycopg import sql

from anhuan.exchange.adapters.postgres.session import table
from anhuan.exchange.adapters.storage.link import Connection

Row = dict[str, str | None]


def whole_row(
    connection: Connection, name: str, key: tuple[str, ...], row: Row, columns: Sequence[str]
) -> Row | None:
    """The row as the log has it, its missing values from the table; None when it is gone."""
    lacking = [column for column in columns if column not in row]
    texts = sql.SQL(", ").join(sql.SQL("{}::text").format(sql.Identifier(k)) for k in lacking)
    where = sql.SQL(" and ").join(sql.SQL("{} = %s").format(sql.Identifier(k)) for k in key)
    query = sql.SQL("select {} from {} where {}").format(texts, table(name), where)
    found = connection.execute(query, [row[one] for one in key]).fetchone()
    if found is None:
        return None
    values = dict(zip(lacking, found, strict=True))
    return {column: row[column] if column in row else values[column] for column in columns}
