"""How every session is set, so that equal rows print equal texts on both sides."""

import psycopg
from psycopg import sql

from anhuan.exchange.adapters.storage.link import Connection

SETTINGS = (
    "set datestyle = 'ISO, YMD'; set timezone = 'UTC'; set intervalstyle = 'iso_8601';"
    "set extra_float_digits = 1; set bytea_output = 'hex'; set lc_monetary = 'C'"
)


def settle(connection: Connection) -> None:
    """Set it."""
    connection.execute(SETTINGS)


def connect(url: str) -> Connection:
    """A session in autocommit, set."""
    connection = psycopg.connect(
        url, autocommit=True, connect_timeout=5, application_name="anhuan exchange"
    )
    settle(connection)
    return connection


def table(name: str) -> sql.Identifier:
    """`schema.table` quoted; without a schema it is public."""
    schema, _, plain = name.rpartition(".")
    return sql.Identifier(schema or "public", plain)


def listed(names: list[str] | tuple[str, ...], prefix: str = "") -> sql.Composed:
    """Column names with commas between them, each behind a prefix."""
    parts = [sql.Identifier(prefix, one) if prefix else sql.Identifier(one) for one in names]
    return sql.SQL(", ").join(parts)
