"""The publication and the slot of a pipe: made, watched, and let go before they fill the disk.

Both are objects of the source's catalog, not of its tables: no column, no trigger is added.
"""

from dataclasses import dataclass

import psycopg
from psycopg import sql

from anhuan.exchange.adapters.contract import SourceTrouble
from anhuan.exchange.adapters.postgres.session import connect, table
from anhuan.exchange.adapters.storage.link import Connection
from anhuan.exchange.core.definition import Pipe

HEARTBEAT = "select pg_logical_emit_message(false, 'anhuan', '')"


@dataclass(frozen=True, slots=True)
class SlotState:
    """`is_lost`: the log it needs is gone. `retained`: bytes the server keeps for it."""

    is_lost: bool
    retained: int
    confirmed: int


def name_of(pipe: str) -> str:
    """Slot and publication are called after the pipe."""
    return "anhuan_" + pipe.replace("-", "_")


def ensure(connection: Connection, pipe: str, tables: list[str]) -> bool:
    """Make publication and slot where missing. Answers whether the slot is new.

    Raises `SourceTrouble` with what the database's keeper must do.
    """
    name = name_of(pipe)
    try:
        _ensure_publication(connection, name, tables)
        if state(connection, pipe) is not None:
            return False
        connection.execute("select pg_create_logical_replication_slot(%s, 'pgoutput')", (name,))
    except psycopg.errors.InsufficientPrivilege as error:
        raise SourceTrouble(
            f"账号无权建立复制槽或发布，请由数据库管理员授权（REPLICATION、表的所有者），"
            f"或将 capture 改为 compare：{error.diag.message_primary}"
        ) from error
    except psycopg.errors.ObjectNotInPrerequisiteState as error:
        raise SourceTrouble(
            "源库未开启逻辑复制，请设置 wal_level = logical 并重启，或将 capture 改为 compare"
        ) from error
    return True


def _ensure_publication(connection: Connection, name: str, tables: list[str]) -> None:
    listed = sql.SQL(", ").join(table(one) for one in tables)
    found = connection.execute(
        "select schemaname || '.' || tablename from pg_publication_tables where pubname = %s",
        (name,),
    )
    known = {str(row[0]) for row in found}
    wanted = {one if "." in one else f"public.{one}" for one in tables}
    if known == wanted:
        return
    exists = connection.execute("select 1 from pg_publication where pubname = %s", (name,))
    form = "alter publication {} set table {}" if exists.fetchone() else (
        "create publication {} for table {}"
    )  # fmt: skip
    connection.execute(sql.SQL(form).format(sql.Identifier(name), listed))


def state(connection: Connection, pipe: str) -> SlotState | None:
    """How the slot stands; None when there is none."""
    row = connection.execute(
        "select wal_status = 'lost' or invalidation_reason is not null, "
        "coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn), 0)::bigint, "
        "coalesce(pg_wal_lsn_diff(confirmed_flush_lsn, '0/0'), 0)::bigint "
        "from pg_replication_slots where slot_name = %s",
        (name_of(pipe),),
    ).fetchone()
    return SlotState(bool(row[0]), int(row[1]), int(row[2])) if row else None


def drop(connection: Connection, pipe: str) -> None:
    """Let the server forget: a slot nobody reads fills the disk."""
    connection.execute(
        "select pg_drop_replication_slot(slot_name) from pg_replication_slots "
        "where slot_name = %s and not active",
        (name_of(pipe),),
    )
    connection.execute(
        sql.SQL("drop publication if exists {}").format(sql.Identifier(name_of(pipe)))
    )


def renew(pipe: Pipe, url: str) -> str:
    """A new slot in place of a lost one; answers the place from which it tells."""
    with connect(url) as connection:
        drop(connection, pipe.name)
        ensure(connection, pipe.name, [one.name for one in pipe.tables])
        found = state(connection, pipe.name)
    assert found
    return str(found.confirmed)
