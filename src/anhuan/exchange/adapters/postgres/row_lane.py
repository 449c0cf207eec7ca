"""The row lane of a copy: the rules of a pipe in between. `psql` reads, Python transforms block by
block, COPY writes; a process for each range under way."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from typing import IO, Any

import psycopg
from psycopg import sql

from anhuan.exchange.adapters.contract import SourceTrouble
from anhuan.exchange.adapters.postgres import catalog, spans
from anhuan.exchange.adapters.postgres.digests import within
from anhuan.exchange.adapters.postgres.fast_lane import environment, psql
from anhuan.exchange.adapters.postgres.session import SETTINGS, connect, listed, table
from anhuan.exchange.adapters.postgres.spans import Job
from anhuan.exchange.adapters.storage.link import Connection
from anhuan.exchange.core import copy_text
from anhuan.exchange.core.chunks import Range
from anhuan.exchange.core.drift import Described
from anhuan.exchange.core.transforms import Unfit

BLOCK = 256 << 10  # bytes
Row = dict[str, Any]


def copy_range(job: Job, found: Described, number: int, span: Range) -> int:
    """The rows a range becomes and the note that it is done, in one transaction; answers how many.
    Raises `SourceTrouble` when a row cannot be transformed: nothing of the range is kept."""
    with connect(job.target) as connection, connection.transaction():
        with _reading(job, found, span) as file:
            rows = _write(connection, job.target_table, _transformed(job, found, file))
        connection.execute(spans.note(job, number, rows))
    return rows


@contextmanager
def _reading(job: Job, found: Described, span: Range) -> Iterator[IO[bytes]]:
    """Lines of a range, texts as a pipe reads them. Raises `SourceTrouble` at the end when the
    source broke off."""
    names = [sql.SQL("{}::text").format(sql.Identifier(one.name)) for one in found.columns]
    with psycopg.connect(job.source) as composing:
        select = (
            sql.SQL("copy (select {} from {} where {}) to stdout")
            .format(sql.SQL(", ").join(names), table(found.name),
                    within(found, span, bytewise=False))
            .as_string(composing)
        )  # fmt: skip
    command = psql("-q", "-c", SETTINGS, "-c", select)
    with subprocess.Popen(command, env=environment(job.source), stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE) as out:  # fmt: skip
        assert out.stdout and out.stderr
        yield out.stdout
        said = out.stderr.read().decode().strip()
    if out.returncode:
        raise SourceTrouble(f"{job.source_table} 读取失败：{said.splitlines()[0] if said else ''}")


def _transformed(job: Job, found: Described, file: IO[bytes]) -> Iterator[list[Row]]:
    """What becomes of the rows, block by block."""
    assert job.rules
    names, apply = [column.name for column in found.columns], job.rules.reader()
    for block in _blocks(file):
        out: list[Row] = []
        for values in copy_text.decode(block):
            row = dict(zip(names, values, strict=True))
            try:
                out += apply(row)
            except Unfit as unfit:
                key = "、".join(f"{name} = {row[name]}" for name in found.key)
                text = f"{job.source_table} 的行 {key} 不能转换：{unfit}；请修改规则或该行"
                raise SourceTrouble(text) from unfit
        yield out


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    """Whole lines."""
    rest = b""
    while data := file.read(BLOCK):
        whole, end, rest = (rest + data).rpartition(b"\n")
        yield whole + end


def _write(connection: Connection, name: str, blocks: Iterator[list[Row]]) -> int:
    first = next((rows for rows in blocks if rows), None)
    if first is None:
        return 0
    names, count = tuple(first[0]), 0
    known = {column.name for column in catalog.describe(connection, name).columns}
    if lacking := [one for one in names if one not in known]:
        raise SourceTrouble(f"目标表 {name} 没有列 {'、'.join(lacking)}，请先建好，或用 drop 去掉")
    into = sql.SQL("copy {} ({}) from stdin").format(table(name), listed(names))
    with connection.cursor() as cursor, cursor.copy(into) as writing:
        for rows in chain((first,), blocks):
            writing.write(copy_text.encode([_values(row, names) for row in rows]))
            count += len(rows)
    return count


def _values(row: Row, names: tuple[str, ...]) -> list[Any]:
    if tuple(row) != names:
        raise SourceTrouble(f"规则得到的列不一致：{'、'.join(row)} 与 {'、'.join(names)}")
    return list(row.values())
