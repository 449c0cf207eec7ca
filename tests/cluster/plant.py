"""The whole cluster: a database, three NATS nodes, engine workers; seen and hurt from outside."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from nats.errors import Error as NatsError

from tests.cluster.ear import Ear
from tests.cluster.nodes import Nodes

ROOT = Path(__file__).parents[2]
NAME = "anhuan_cluster"


class Cluster:
    """`template` is a migrated database on the server of `url` that nobody is connected to."""

    def __init__(self, url: str, template: str, tags: int, neighbours: int, parts: int) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="anhuan-cluster-"))
        self.root.chmod(0o711)
        self._server_url = url
        self.database_url = made_database(url, template)
        self.nodes = Nodes(self.root)
        self.environment = os.environ | {
            "DATABASE_URL": self.database_url, "NATS_URL": ",".join(self.nodes.urls),
            "ANHUAN_DATA": str(self.root), "ANHUAN_ENGINE_PARTS": str(parts),
            "ANHUAN_NATS_REPLICAS": "3", "ANHUAN_CHECKPOINT_S": "3", "PYTHONUNBUFFERED": "1",
            "DJANGO_SETTINGS_MODULE": "anhuan.web.settings",
        }  # fmt: skip
        self._python("-m", "tests.faults.plant", str(tags), str(neighbours)).wait(60)
        asyncio.run(self.nodes.provision())
        self.workers: list[subprocess.Popen[bytes]] = []
        self.ear = Ear(self.nodes.urls)

    def add_worker(self) -> None:
        """Start one more engine process."""
        self.workers.append(self._python("-m", "anhuan.engine.main"))

    def worker(self, name: str) -> subprocess.Popen[bytes]:
        """The process of a worker, by the name it has in leases."""
        pid = self.ear.pids()[name]
        return next(one for one in self.workers if one.pid == pid)

    @property
    def nats_url(self) -> list[str]:
        """All nodes: one may be down."""
        return self.nodes.urls

    def query(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Rows of the cluster's database."""
        with psycopg.connect(self.database_url, connect_timeout=5) as connection:
            return connection.execute(statement, values).fetchall()

    def eventually(self, check: Callable[[], Any], patience_s: float = 30) -> Any:
        """What `check` answers once it is true; a NATS node may be away meanwhile."""
        give_up_at = time.monotonic() + patience_s
        while True:
            try:
                if found := check():
                    return found
            except (psycopg.OperationalError, OSError, NatsError):
                pass
            if time.monotonic() > give_up_at:
                raise AssertionError(f"never came true\n{self.said()}")
            time.sleep(0.1)

    def said(self) -> str:
        """The last words of everybody, for a failed test."""
        logs = sorted(self.root.glob("*.log"))
        texts = [(log.name, log.read_text("utf-8", "replace")[-6000:]) for log in logs]
        told = "\n".join(f"==== {name}\n{text}" for name, text in texts)
        return f"{self.ear.story()}\n{told}"

    def stop(self) -> None:
        """Everything ends, nothing stays."""
        for worker in self.workers:
            if worker.poll() is None:
                worker.send_signal(signal.SIGCONT)
                worker.terminate()
        for worker in self.workers:
            worker.wait(20)
        self.ear.stop()
        self.nodes.stop()
        dropped_database(self._server_url)
        shutil.rmtree(self.root, ignore_errors=True)

    def _python(self, *arguments: str) -> subprocess.Popen[bytes]:
        with (self.root / f"python-{time.monotonic():.3f}.log").open("wb") as log:
            return subprocess.Popen(
                [sys.executable, *arguments], cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )


def made_database(url: str, template: str) -> str:
    """A copy of the template; its address."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {NAME} TEMPLATE {template}")
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"/{NAME}"))


def dropped_database(url: str) -> None:
    """The copy is gone, whoever is still connected."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
