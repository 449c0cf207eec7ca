"""No echo: what a two-way route's sink writes is marked in the log, and its own source skips it."""

import psycopg

from anhuan.exchange.adapters.contract import StoreDown
from anhuan.exchange.adapters.storage.link import Connection


def mark_session(connection: Connection, route: str) -> None:
    """Mark all this session writes with a replication origin named after the route."""
    name = f"anhuan_{route}"
    try:
        connection.execute(
            "select pg_replication_origin_create(%s) where pg_replication_origin_oid(%s) is null",
            (name, name),
        )
        connection.execute("select pg_replication_origin_session_setup(%s)", (name,))
    except psycopg.errors.InsufficientPrivilege as error:
        raise StoreDown(
            "双向同步须由数据库管理员授权 pg_replication_origin_create、_oid、_session_setup"
        ) from error
    except psycopg.errors.ObjectInUse as error:  # our predecessor's session, not yet gone
        raise StoreDown(str(error)) from error
