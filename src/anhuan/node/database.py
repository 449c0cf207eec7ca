"""Is a PostgreSQL ready, and does it hold our role and database?"""

import time

import psycopg
from psycopg import sql

from anhuan.node.postgres import DATABASE, ROLE, Postgres

PAUSE_S = 0.05
# Recovery after kill -9 replays at most max_wal_size; a slow disk may need its time.
PATIENCE_S = 120.0


def is_ready(url: str) -> bool:
    """Does the server let us in and answer? Starting up or recovering is not ready."""
    try:
        with psycopg.connect(url, connect_timeout=2) as connection:
            return connection.execute("select not pg_is_in_recovery()").fetchone() == (True,)
    except psycopg.Error:
        return False


def wait_ready(url: str, patience_s: float = PATIENCE_S) -> bool:
    """Wait until the server answers; False when it did not in time."""
    give_up_at = time.monotonic() + patience_s
    while time.monotonic() < give_up_at:
        if is_ready(url):
            return True
        time.sleep(PAUSE_S)
    return False


def provision(server: Postgres) -> None:
    """Make our role and database where missing, and see to it that the password is the stored one.

    Harmless to repeat. The role is no superuser, but may create databases: tests need that.
    """
    with psycopg.connect(server.superuser_url(), autocommit=True) as connection:
        if not _exists(connection, "select 1 from pg_roles where rolname = %s", ROLE):
            connection.execute(sql.SQL("create role {} login createdb").format(_name(ROLE)))
            connection.execute(sql.SQL("grant pg_monitor to {}").format(_name(ROLE)))
        password = sql.Literal(server.data.secret("postgres"))
        connection.execute(sql.SQL("alter role {} password {}").format(_name(ROLE), password))
        if not _exists(connection, "select 1 from pg_database where datname = %s", DATABASE):
            create = sql.SQL("create database {} owner {}").format(_name(DATABASE), _name(ROLE))
            connection.execute(create)
    _add_statistics(server)


def _add_statistics(server: Postgres) -> None:
    with psycopg.connect(server.superuser_url(DATABASE), autocommit=True) as connection:
        connection.execute("create extension if not exists pg_stat_statements")


def _exists(connection: psycopg.Connection[tuple[object, ...]], query: str, name: str) -> bool:
    return connection.execute(query, (name,)).fetchone() is not None


def _name(name: str) -> sql.Identifier:
    return sql.Identifier(name)
