"""One PostgreSQL and one NATS for a whole pytest run, all xdist workers included.

    # conftest.py at the root, before anything imports Django's settings
    from tests.servers import django_db_modify_db_settings, servers, start
    start()
    os.environ["DJANGO_SETTINGS_MODULE"] = "anhuan.web.settings"   # not in pytest's ini: too early
    import django

`start()` sets DATABASE_URL, NATS_URL and ANHUAN_DATA and lets a keeper process start the servers in
the background; xdist workers inherit these variables. The fixture `servers` waits until both
answer, and pytest-django's database setup waits for it. The keeper watches the pytest process and
stops the servers when that is gone, even by kill -9.
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

import pytest

SOURCES = Path(__file__).parents[1] / "src"
VARIABLE = "ANHUAN_TEST_SERVERS"
PATIENCE_S = 60.0


@dataclass(frozen=True, slots=True)
class TestServers:
    """Where the servers of this run are."""

    __test__ = False

    folder: str
    database_url: str
    nats_url: str
    nats_monitor_url: str
    mqtt_port: int
    device_password: str

    def wait(self) -> None:
        """Return when both servers answer; fail with the keeper's last words when they do not."""
        give_up_at = time.monotonic() + PATIENCE_S
        while not Path(self.folder, "ready").exists():
            if time.monotonic() > give_up_at or Path(self.folder, "failed").exists():
                said = Path(self.folder, "keeper.log").read_text(encoding="utf-8")
                raise RuntimeError("\n".join(said.splitlines()[-20:]))
            time.sleep(0.05)


def start() -> TestServers:
    """Start the servers once per pytest run; later calls and workers get the same ones."""
    if known := os.environ.get(VARIABLE):
        return TestServers(**json.loads(known))
    folder = Path(tempfile.mkdtemp(prefix="anhuan-tests-"))
    folder.chmod(0o711)  # PostgreSQL's own user passes through
    found = _plan(folder)
    os.environ |= {
        VARIABLE: json.dumps(asdict(found)),
        "DATABASE_URL": found.database_url,
        "NATS_URL": found.nats_url,
        "ANHUAN_DATA": str(folder / "var"),
    }
    _launch_keeper(found)
    return found


def _plan(folder: Path) -> TestServers:
    from anhuan.node.data_folder import DataFolder
    from anhuan.node.nats import Nats
    from anhuan.node.ports import free_port
    from anhuan.node.postgres import Postgres

    data = DataFolder(folder / "var")
    data.prepare()
    nats = Nats(data, mqtt_port=free_port(), mqtt_host="127.0.0.1", durable=False)
    nats.prepare()
    return TestServers(
        folder=str(folder),
        database_url=Postgres(data, durable=False).url,
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
    """pytest-django makes its test database only when the server is there."""


def keep(watched: int) -> None:
    """The keeper: run both servers until the watched process is gone."""
    found = start()
    folder = Path(found.folder)
    children: list[subprocess.Popen[bytes]] = []
    gone = os.pidfd_open(watched)
    try:
        children += _start_servers(folder)
        (folder / "ready").touch()
        select.select([gone], [], [])
    except BaseException:
        (folder / "failed").touch()
        raise
    finally:
        for child in children:
            child.send_signal(signal.SIGINT)
        for child in children:
            child.wait(timeout=20)
        shutil.rmtree(folder, ignore_errors=True)


def _start_servers(folder: Path) -> list[subprocess.Popen[bytes]]:
    import asyncio

    from anhuan.node import database
    from anhuan.node.data_folder import DataFolder
    from anhuan.node.nats import start_command
    from anhuan.node.postgres import Postgres

    data = DataFolder(folder / "var")
    postgres = Postgres(data, durable=False)
    postgres.prepare()
    commands = [postgres.command(), start_command(data)]
    children = [subprocess.Popen(c.argv, **c.popen_arguments()) for c in commands]
    if not database.wait_ready(postgres.superuser_url(), PATIENCE_S):
        raise RuntimeError("PostgreSQL does not answer")
    database.provision(postgres)
    if children[1].poll() is not None:
        raise RuntimeError("NATS does not start, see above")
    asyncio.run(_make_streams())
    return children


async def _make_streams() -> None:
    import nats

    from anhuan.node.streams import ensure_streams

    client = await nats.connect(os.environ["NATS_URL"], max_reconnect_attempts=5)
    await ensure_streams(client)
    await client.close()


if __name__ == "__main__":
    keep(int(sys.argv[1]))
