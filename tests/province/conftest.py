"""A live receiver: its own process, its own data folder, the test's own database."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from urllib.error import URLError

import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo

from anhuan.node.ports import free_port

PATIENCE_S = 120


class Receiver:
    """Where it listens; may be killed and started again."""

    def __init__(self, folder):
        self.folder, self.http, self.tcp = folder, free_port(), free_port()
        self.child = None

    @property
    def url(self):
        return f"http://127.0.0.1:{self.http}"

    def start(self, dies_at=""):
        known = connection.get_connection_params()
        names = ("dbname", "user", "password", "host", "port")
        url = make_conninfo(**{name: known[name] for name in names if known.get(name)})
        environment = os.environ | {
            "DATABASE_URL": url, "ANHUAN_DATA": str(self.folder), "ANHUAN_ROLE": "province",
            "ANHUAN_REPORT_PORT": str(self.http), "ANHUAN_REPORT_TCP_PORT": str(self.tcp),
            "ANHUAN_REPORT_HOST": "127.0.0.1", "NATS_URL": "",
            "ANHUAN_RECEIVER_DIES_AT": dies_at,
        }  # fmt: skip
        command = [sys.executable, "-W", "ignore", "-m", "anhuan.exchange.reporting.receiving.main"]
        with (self.folder / "receiver.log").open("ab") as log:
            self.child = subprocess.Popen(command, env=environment, stderr=log)
        give_up = time.monotonic() + PATIENCE_S
        while not self._answers():
            assert time.monotonic() < give_up and self.child.poll() is None, "receiver not up"
            time.sleep(0.1)

    def _answers(self):
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
                return answer.status == 200
        except (URLError, OSError):
            return False

    def kill(self):
        if self.child and self.child.poll() is None:
            self.child.send_signal(signal.SIGKILL)
            self.child.wait(PATIENCE_S)


@contextmanager
def running(folder):
    found = Receiver(folder)
    found.start()
    try:
        yield found
    finally:
        found.kill()


@pytest.fixture
def receiver(tmp_path, settings):
    settings.DATA = tmp_path
    with running(tmp_path) as found:
        yield found
