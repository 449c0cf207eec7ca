"""Ranges of keys a table is copied in: cut once, noted as they are done, so that a copy goes on."""

from dataclasses import dataclass

from psycopg import sql
from psycopg.types.json import Jsonb

from anhuan.exchange.adapters.postgres.digests import PostgresTables
from anhuan.exchange.adapters.storage.link import Connection
from anhuan.exchange.core.chunks import Range, cut
from anhuan.exchange.core.copy_rules import Rules

ROWS_IN_A_RANGE = 500_000
AT_ONCE = 2
NOTE = "insert into exchange.copied (job, number, rows) values ({}, {}, {})"


@dataclass(frozen=True, slots=True)
class Job:
    """One table's copy; with `rules` by the row lane."""

    name: str  # of the job: the same name goes on where it stopped
    source: str
    target: str
    source_table: str
    target_table: str
    key: tuple[str, ...] = ()  # of the source; empty: its primary key
    rows_in_a_range: int = ROWS_IN_A_RANGE
    at_once: int = AT_ONCE
    rules: Rules | None = None


def is_begun(connection: Connection, job: Job) -> bool:
    """Did an earlier run of ours cut it?"""
    known = connection.execute("select to_regclass('exchange.cut') is not null").fetchone()
    query = "select exists (select 1 from exchange.cut where job = %s)"
    return known == (True,) and connection.execute(query, (job.name,)).fetchone() == (True,)


def remembered(connection: Connection, source: PostgresTables, job: Job) -> list[Range]:
    """Cut once: a second run must not cut elsewhere."""
    query = "select keys from exchange.cut where job = %s"
    row = connection.execute(query, (job.name,)).fetchone()
    if row is None:
        keys = [list(key) for key in source.parts(job.source_table, job.rows_in_a_range)]
        connection.execute(
            "insert into exchange.cut (job, keys) values (%s, %s)",
            (job.name, Jsonb(keys)),
        )
        row = (keys,)
    found: list[list[str]] = row[0]
    return cut([tuple(key) for key in found])


def done(connection: Connection, job: Job) -> dict[int, int]:
    """Ranges that are over there: number -> rows."""
    query = "select number, rows from exchange.copied where job = %s"
    return dict(connection.execute(query, (job.name,)).fetchall())


def note(job: Job, number: int, rows: int) -> sql.Composed:
    """That a range is done."""
    return sql.SQL(NOTE).format(*map(sql.Literal, (job.name, number, rows)))


def forget(connection: Connection, job: Job) -> None:
    """The copy is over: another one of that name begins anew."""
    for name in ("copied", "cut"):
        query = sql.SQL("delete from {} where job = %s")
        connection.execute(query.format(sql.Identifier("exchange", name)), (job.name,))
