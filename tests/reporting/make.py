"""A real receiver in a process of its own, and the reporter beside it."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

from django.db import connection
from psycopg.conninfo import make_conninfo

PATIENCE_S = 240  # a loaded machine takes its time to start Python


class Receiver:
    """A child that listens; what it has got so far is on its disk."""

    def __init__(self, folder, http, tcp):
        self.file, self.http, self.tcp = folder / "received.jsonl", http, tcp

    @property
    def url(self):
        return f"http://127.0.0.1:{self.http}/api"

    def lines(self):
        text = self.file.read_text(encoding="utf-8") if self.file.exists() else ""
        return [json.loads(one) for one in text.splitlines()]

    def rows(self, key="id"):
        """The keys of every row of every message, in order, generic form."""
        return [row[key] for line in self.lines() for row in line["body"]["rows"]]

    def become(self, mode):
        url = f"http://127.0.0.1:{self.http}/_mode/{mode}"
        with urllib.request.urlopen(urllib.request.Request(url, b"{}")) as answer:
            answer.read()


@contextmanager
def receiver(folder):
    command = [
        sys.executable,
        "-m",
        "anhuan.devices.receiving.main",
        str(folder / "received.jsonl"),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        try:
            ports = json.loads(child.stdout.readline())
            yield Receiver(folder, **ports)
        finally:
            child.kill()


@contextmanager
def reporter(folder, dies_at=""):
    """The reporter against the test's own database; told where to die, it dies there."""
    known = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port")
    url = make_conninfo(**{name: known[name] for name in names if known.get(name)})
    environment = os.environ | {"DATABASE_URL": url, "ANHUAN_REPORTER_DIES_AT": dies_at}
    command = [sys.executable, "-W", "ignore", "-m", "anhuan.exchange.reporting.main"]
    with (
        (folder / "reporter.log").open("ab") as log,
        subprocess.Popen(command, env=environment, stderr=log) as child,
    ):
        try:
            yield child
        finally:
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)
                child.wait(PATIENCE_S)


def wait_for(true):
    give_up = time.monotonic() + PATIENCE_S
    while not (found := true()):
        assert time.monotonic() < give_up, "waited too long"
        time.sleep(0.1)
    return found
