"""A real OceanBase for tests: seekdb, its engine in one process, from PyPI; gone afterwards."""

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

import pymysql

from anhuan.exchange.adapters.sql.drivers import connect_mysql
from anhuan.node.ports import free_port

VARIABLE = "ANHUAN_EXCHANGE_TEST_OCEANBASE"  # a server that already runs, for quick rounds
SPEC = find_spec("pylibseekdb")
PROGRAM = Path(SPEC.origin or "").with_name("seekdb") if SPEC else Path()
SMALL = ("datafile_size=256M", "log_disk_size=2G", "memory_limit=2G", "cpu_count=2")


@contextmanager
def oceanbase() -> Iterator[str]:
    """The address of its administrator, without a database."""
    if own := os.environ.get(VARIABLE):
        yield own
        return
    with tempfile.TemporaryDirectory(prefix="anhuan-oceanbase-", ignore_cleanup_errors=True) as at:
        port = free_port()
        options = [word for one in SMALL for word in ("--parameter", one)]
        with Path(at, "said").open("wb") as said:
            child = subprocess.Popen(
                [PROGRAM, "--nodaemon", f"--port={port}", f"--base-dir={at}", "--log-level=ERROR",
                 *options],
                cwd=at, env=os.environ | {"LD_LIBRARY_PATH": str(PROGRAM.parent)},
                stdout=said, stderr=said,
            )  # fmt: skip
        url = f"mysql://root@127.0.0.1:{port}"
        try:
            _wait(url, Path(at, "said"))
            yield url
        finally:
            child.kill()
            child.wait(20)


def _wait(url: str, said: Path) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        with suppress(pymysql.err.Error):
            connect_mysql(url).close()
            return
        time.sleep(0.2)
    raise AssertionError(said.read_text()[-3000:])
