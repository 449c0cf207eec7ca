"""Folders and servers that more than one file here needs."""

import shutil
import signal
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from anhuan.node import database
from anhuan.node.data_folder import DataFolder
from anhuan.node.postgres import Postgres


@contextmanager
def reachable_folder():
    """A folder with a short path which PostgreSQL's own user can reach."""
    folder = Path(tempfile.mkdtemp(prefix="anhuan-node-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def data():
    """An empty data folder."""
    with reachable_folder() as folder:
        made = DataFolder(folder / "var")
        made.prepare()
        yield made


@pytest.fixture(scope="session")
def template():
    """A data folder whose database is made already: initdb takes a second of both cores."""
    with reachable_folder() as folder:
        made = DataFolder(folder / "var")
        made.prepare()
        with started(Postgres(made, durable=False)) as process:
            process.send_signal(signal.SIGINT)
            process.wait()
        yield made


@pytest.fixture
def made_data(data, template):
    """A data folder with an empty database in it."""
    fill(data, template)
    return data


def fill(data, template):
    """Make the folder a copy of the template, owners and modes included."""
    subprocess.run(["cp", "-a", f"{template.root}/.", data.root], check=True)


@pytest.fixture
def no_servers(monkeypatch):
    """As on a machine where no external servers are named."""
    for name in ("DATABASE_URL", "NATS_URL"):
        monkeypatch.delenv(name, raising=False)


@contextmanager
def started(server: Postgres):
    """The server, running and provisioned; kill -9 at the end, which it must survive anyway."""
    server.prepare()
    command = server.command()
    process = subprocess.Popen(
        command.argv, stderr=subprocess.DEVNULL, **command.popen_arguments()
    )  # fmt: skip
    try:
        assert database.wait_ready(server.superuser_url(), 30)
        database.provision(server)
        yield process
    finally:
        process.kill()
        process.wait()
