"""Debian's MariaDB for tests: fresh, with a binary log by rows, and gone afterwards."""

import os
import shutil
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pymysql

from anhuan.exchange.adapters.sql.drivers import connect_mysql
from anhuan.node.ports import free_port

IS_THERE = shutil.which("mariadbd") is not None
VARIABLE = "ANHUAN_EXCHANGE_TEST_MARIADB"  # a server that already runs, for quick rounds
OPTIONS = (
    "--no-defaults", "--user=root", "--log-bin=log", "--binlog-format=ROW", "--server-id=1",
    "--bind-address=127.0.0.1", "--innodb-buffer-pool-size=32M", "--innodb-log-file-size=16M",
    "--innodb-flush-log-at-trx-commit=2", "--skip-name-resolve", "--performance-schema=OFF",
)  # fmt: skip


@contextmanager
def mariadb() -> Iterator[str]:
    """The address of its administrator, without a database."""
    if own := os.environ.get(VARIABLE):
        yield own
        return
    with tempfile.TemporaryDirectory(prefix="anhuan-mariadb-", ignore_cleanup_errors=True) as name:
        folder, port = Path(name), free_port()
        subprocess.run(
            ["mariadb-install-db", "--no-defaults", "--user=root", f"--datadir={folder / 'data'}",
             "--auth-root-authentication-method=normal", "--skip-test-db"],
            check=True, capture_output=True,
        )  # fmt: skip
        with (folder / "log").open("wb") as log:
            child = subprocess.Popen(
                ["mariadbd", *OPTIONS, f"--datadir={folder / 'data'}", f"--port={port}",
                 f"--socket={folder / 'socket'}", f"--pid-file={folder / 'pid'}"],
                stdout=log, stderr=log,
            )  # fmt: skip
        url = f"mysql://root@127.0.0.1:{port}"
        try:
            _wait(url, folder / "log")
            yield url
        finally:
            child.kill()
            child.wait(20)


def _wait(url: str, log: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with suppress(pymysql.err.OperationalError):
            connect_mysql(url).close()
            return
        time.sleep(0.1)
    raise AssertionError(log.read_text()[-3000:])


def make_database(server: str) -> str:
    """A new, empty database; answers its address."""
    name = f"t_{uuid.uuid4().hex[:8]}"
    do(server, f"create database {name} character set utf8mb4 collate utf8mb4_general_ci")
    return f"{server}/{name}"


def do(url: str, *queries: str) -> list[tuple[object, ...]]:
    """Each query in a transaction of its own; the rows of the last one, as texts."""
    connection = connect_mysql(url)
    try:
        with connection.cursor() as cursor:
            cursor.execute("set time_zone = '+00:00'")
            for query in queries:
                cursor.execute(query)
                connection.commit()
            return list(cursor.fetchall())
    finally:
        connection.close()
