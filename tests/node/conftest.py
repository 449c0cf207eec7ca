"""Folders and servers that more than one file here needs."""

import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from anhuan.node import database
from anhuan.node.data_folder import DataFolder
from anhuan.node.postgres import Postgres


@pytest.fixture
def data():
    """An empty data folder with a short path which PostgreSQL's own user can reach."""
    folder = Path(tempfile.mkdtemp(prefix="anhuan-node-"))
    folder.chmod(0o711)
    made = DataFolder(folder / "var")
    made.prepare()
    yield made
    shutil.rmtree(folder)


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
