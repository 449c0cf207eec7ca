"""One PostgreSQL for a whole pytest run, and one NATS for each of its xdist workers.

    # conftest.py at the root, before anything imports Django's settings
    from tests.servers import django_db_modify_db_settings, servers, start
    start()
    os.environ["DJANGO_SETTINGS_MODULE"] = "anhuan.web.settings"   # not in pytest's ini: too early
    import django

`start()` sets DATABASE_URL, NATS_URL and ANHUAN_DATA and lets a keeper process start the servers in
the background. An xdist worker takes the PostgreSQL it inherits (pytest-django gives it a database
of its own there) and starts its own NATS: tests that listen to everything said would hear those of
another worker. The fixture `servers` waits until both answer. Migrating takes a quarter of a minute
of CPU, so PostgreSQL's keeper does it once while tests are collected, and each worker gets a copy
of that database: pytest-django's setup waits for it. A keeper watches its pytest process and stops
the servers when that is gone, even by kill -9.
"""

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import pytest

if TYPE_CHECKING:
    from anhuan.node.data_folder import DataFolder
    from anhuan.node.postgres import Postgres

SOURCES = Path(__file__).parents[1] / "src"
VARIABLE = "ANHUAN_TEST_SERVERS"
PATIENCE_S = 60.0
OWN = "ANHUAN_TEST_DATABASE_URL"  # a PostgreSQL that already runs
TEMPLATE = "anhuan_template"
MIGRATING_S = 300.0


@dataclass(frozen=True, slots=True)
class TestServers:
    """Where the servers of this run are."""

    __test__ = False

    worker: str  # of xdist; empty outside
    folder: str
    record: str  # the folder of PostgreSQL's keeper
    database_url: str
    nats_url: str
    nats_monitor_url: str
    mqtt_port: int
    device_password: str

    def wait(self) -> None:
        """Return when both servers answer; fail with the keeper's last words when they do not."""
        for folder in {self.record, self.folder}:
            _wait(Path(folder))

    def wait_template(self) -> str:
        """The migrated database, of which there may be made copies."""
        _wait(Path(self.record), "migrated", MIGRATING_S)
        return TEMPLATE


def _wait(folder: Path, sign: str = "ready", patience_s: float = PATIENCE_S) -> None:
    give_up_at = time.monotonic() + patience_s
    while not (folder / sign).exists():
        if time.monotonic() > give_up_at or (folder / "failed").exists():
            said = (folder / "keeper.log").read_text(encoding="utf-8")
            raise RuntimeError("\n".join(said.splitlines()[-20:]))
        time.sleep(0.05)


def start() -> TestServers:
    """Start what this process lacks; later calls get the same servers."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    known = _known()
    if known and known.worker == worker:
        return known
    folder = Path(tempfile.mkdtemp(prefix="anhuan-tests-"))
    folder.chmod(0o711)  # PostgreSQL's own user passes through
    found = _plan(folder, worker, known)
    os.environ |= {
        VARIABLE: json.dumps(asdict(found)),
        "DATABASE_URL": found.database_url,
        "NATS_URL": found.nats_url,
        "ANHUAN_DATA": str(folder / "var"),
    }
    _launch_keeper(found)
    return found


def _known() -> TestServers | None:
    said = os.environ.get(VARIABLE)
    return TestServers(**json.loads(said)) if said else None


def _plan(folder: Path, worker: str, known: TestServers | None) -> TestServers:
    from anhuan.node.data_folder import DataFolder
    from anhuan.node.nats import Nats
    from anhuan.node.ports import free_port
    from anhuan.node.postgres import Postgres

    data = DataFolder(folder / "var")
    data.prepare()
    nats = Nats(data, mqtt_port=free_port(), mqtt_host="127.0.0.1", durable=False)
    nats.prepare()
    return TestServers(
        worker=worker,
        folder=str(folder),
        record=known.record if known else str(folder),
        database_url=known.database_url if known else Postgres(data, durable=False).url,
        nats_url=nats.url,
        nats_monitor_url=nats.monitor_url,
        mqtt_port=nats.mqtt_port,
        device_password=nats.device_password,
    )


def _launch_keeper(found: TestServers) -> None:
    with Path(found.folder, "keeper.log").open("w") as log:
        keeper = subprocess.Popen(
            [sys.executable, __file__, str(os.getpid())],
            env=os.environ | {"PYTHONPATH": os.pathsep.join([str(SOURCES), *sys.path])},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    keeper.returncode = 0  # it outlives us on purpose; spares the warning about that


@pytest.fixture(scope="session")
def servers() -> TestServers:
    """The servers of this run, ready."""
    found = start()
    found.wait()
    return found


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, servers: TestServers
) -> None:
    """pytest-django makes its test database only when the server and its template are there."""
    from django.db import connection

    if os.environ["DATABASE_URL"] == servers.database_url:
        connection.settings_dict["TEST"]["TEMPLATE"] = servers.wait_template()


def keep(watched: int) -> None:
    """The keeper: run the servers until the watched process is gone."""
    found = _known()
    assert found, "a keeper is told by its parent what to keep"
    folder = Path(found.folder)
    children: list[subprocess.Popen[bytes]] = []
    gone, left = os.pidfd_open(watched), folder
    try:
        _start_servers(found, children)
        (folder / "ready").touch()
        if found.record == found.folder and OWN not in os.environ:
            children.append(_migrate(found.database_url))
            _await_migrated(children[-1], gone)
            (folder / "migrated").touch()
        select.select([gone], [], [])
    except BaseException:
        (folder / "failed").touch()
        left = folder / "var"  # the last words stay, for whoever waits
        raise
    finally:
        for child in children:
            child.send_signal(signal.SIGINT)
        for child in children:
            child.wait(timeout=20)
        shutil.rmtree(left, ignore_errors=True)


def _start_servers(found: TestServers, children: list[subprocess.Popen[bytes]]) -> None:
    import asyncio

    from anhuan.node.data_folder import DataFolder
    from anhuan.node.nats import start_command

    data = DataFolder(Path(found.folder, "var"))
    command = start_command(data)
    nats = subprocess.Popen(command.argv, **command.popen_arguments())
    children.append(nats)
    if found.record == found.folder:
        _start_postgres(data, children)
    if nats.poll() is not None:
        raise RuntimeError("NATS does not start, see above")
    asyncio.run(_make_streams())


def _start_postgres(data: "DataFolder", children: list[subprocess.Popen[bytes]]) -> None:
    from anhuan.node import database
    from anhuan.node.postgres import Postgres

    postgres = Postgres(data, durable=False)
    postgres.prepare()
    command = postgres.command()
    children.append(subprocess.Popen(command.argv, **command.popen_arguments()))
    if not database.wait_ready(postgres.superuser_url(), PATIENCE_S):
        raise RuntimeError("PostgreSQL does not answer")
    database.provision(postgres)
    _let_empty(postgres)


def _let_empty(postgres: "Postgres") -> None:
    """The tests' own role may pass over foreign keys and triggers: see tests/emptying.py."""
    import psycopg

    with psycopg.connect(postgres.superuser_url(), autocommit=True) as connection:
        connection.execute("GRANT SET ON PARAMETER session_replication_role TO anhuan")


def _migrate(database_url: str) -> subprocess.Popen[bytes]:
    """Fill the database that the workers' own are copies of."""
    import psycopg

    from anhuan.node.plan import MIGRATE

    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {TEMPLATE}")
    parts = urlsplit(database_url)
    given = {
        "DATABASE_URL": urlunsplit(parts._replace(path=f"/{TEMPLATE}")),
        "DJANGO_SETTINGS_MODULE": "anhuan.web.settings",
    }
    return subprocess.Popen([sys.executable, *MIGRATE], env=os.environ | given)


def _await_migrated(child: subprocess.Popen[bytes], gone: int) -> None:
    """Return when it has ended, or the watched process has: then nobody waits for it."""
    done = os.pidfd_open(child.pid)
    if gone not in select.select([done, gone], [], [])[0] and child.wait():
        raise RuntimeError("the database cannot be migrated, see above")


async def _make_streams() -> None:
    import nats

    from anhuan.node.streams import ensure_streams

    client = await nats.connect(os.environ["NATS_URL"], max_reconnect_attempts=30)
    await ensure_streams(client)
    await client.close()


if __name__ == "__main__":
    keep(int(sys.argv[1]))
