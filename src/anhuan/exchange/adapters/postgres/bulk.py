"""A whole table from one PostgreSQL into another, in key ranges, and the proof that it is there.

Each range and the note that it is done are one transaction of the target; after a kill only the
ranges under way are copied again. Without rules by the fast lane, with those of a pipe by the row
lane.
"""

from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context

from psycopg import sql

from anhuan.exchange.adapters.contract import SourceTrouble
from anhuan.exchange.adapters.postgres import catalog, fast_lane, row_lane, spans
from anhuan.exchange.adapters.postgres.digests import PostgresTables
from anhuan.exchange.adapters.postgres.session import connect, table
from anhuan.exchange.adapters.postgres.spans import Job
from anhuan.exchange.adapters.storage import tables
from anhuan.exchange.adapters.storage.link import Connection
from anhuan.exchange.core.chunks import Range, cut, differing
from anhuan.exchange.core.copy_rules import is_row_for_row
from anhuan.exchange.core.drift import Described


@dataclass(frozen=True, slots=True)
class Proof:
    """Ranges whose rows are not the same on both sides, in which columns; where rows are filtered
    or multiplied no columns, and only how many were written and how many are there."""

    columns: tuple[str, ...] = ()
    unequal: tuple[Range, ...] = ()
    written: int = 0
    there: int = 0

    @property
    def holds(self) -> bool:
        """Is the other side as it should be?"""
        return not self.unequal and self.written == self.there


def copy(job: Job, told: Callable[[int], None] = lambda rows: None) -> int:
    """Copy what has not been copied; answers the rows of this run. Raises `SourceTrouble`."""
    source = PostgresTables(job.source, {job.source_table: job.key})
    try:
        found = source.describe(job.source_table)
        with connect(job.target) as connection:
            _refuse_unfit(found, connection, job)
            tables.prepare(connection)
            done = spans.done(connection, job)
            all_of_them = spans.remembered(connection, source, job)
    finally:
        source.close()
    left = [(number, span) for number, span in enumerate(all_of_them) if number not in done]
    lane = partial((row_lane if job.rules else fast_lane).copy_range, job, found)
    total = 0
    with _pool(job) as pool:
        for rows in pool.map(lane, *zip(*left, strict=True)) if left else ():
            total += rows
            told(rows)
    return total


def _pool(job: Job) -> Executor:
    """What is done in Python needs processes; `psql` is a process already."""
    if job.rules is None:
        return ThreadPoolExecutor(job.at_once)
    return ProcessPoolExecutor(job.at_once, get_context("spawn"))


def prove(job: Job) -> Proof:
    """Compare both sides by digests. The copy of a table that was written to meanwhile is finished
    by a pipe."""
    source, target = (
        PostgresTables(job.source, {job.source_table: job.key}),
        PostgresTables(job.target),
    )
    try:
        names = _columns(job, source.describe(job.source_table))
        if not names:
            return _counted(job)
        ranges = cut(source.boundaries(job.source_table, job.rows_in_a_range))
        here = source.digests(job.source_table, list(names.values()), ranges)
        there = target.digests(job.target_table, list(names), ranges)
        return Proof(tuple(names), tuple(differing(ranges, here, there)))
    finally:
        source.close()
        target.close()


def _columns(job: Job, found: Described) -> dict[str, str]:
    """Columns to compare: name over there -> name here."""
    names = [column.name for column in found.columns]
    if job.rules is None:
        return {name: name for name in names}
    pipe = job.rules.pipe()
    return pipe.compared(job.source_table, names) if is_row_for_row(pipe) else {}


def _counted(job: Job) -> Proof:
    with connect(job.target) as connection:
        query = sql.SQL("select count(*) from {}").format(table(job.target_table))
        ((there,),) = connection.execute(query).fetchall()
        return Proof(written=sum(spans.done(connection, job).values()), there=there)


def forget(job: Job) -> None:
    """The copy is over: another one of that name begins anew."""
    with connect(job.target) as connection:
        spans.forget(connection, job)


def _refuse_unfit(source: Described, connection: Connection, job: Job) -> None:
    """A table that lacks columns, or has rows that no earlier run of ours brought."""
    name = job.target_table
    target = catalog.describe(connection, name)
    there = {column.name for column in target.columns}
    lacking = [column.name for column in source.columns if column.name not in there]
    if lacking and job.rules is None:
        raise SourceTrouble(f"目标表 {name} 没有列 {'、'.join(lacking)}，请先建好相同的表")
    filled = sql.SQL("select exists (select 1 from {})").format(table(name))
    if connection.execute(filled).fetchone() == (True,) and not spans.is_begun(connection, job):
        raise SourceTrouble(f"目标表 {name} 已有数据，请先清空，或用 --into 写到另一张表")
