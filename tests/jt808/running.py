"""The process as the supervisor runs it, and a bare TCP line to it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from psycopg.conninfo import make_conninfo

from anhuan.devices.jt808 import frames
from anhuan.devices.jt808.frames import Heard, Who

PATIENCE_S = 60


class Process:
    """`python -m anhuan.engine.adapters.jt808` against the test's own database."""

    def __init__(self, port: int) -> None:
        known = connection.get_connection_params()
        names = ("dbname", "user", "password", "host", "port")
        url = make_conninfo(**{name: known[name] for name in names if known.get(name)})
        self.port = port
        self.environment = os.environ | {"DATABASE_URL": url, "ANHUAN_JT808_PORT": str(port)}
        self.child: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Return when it listens."""
        command = [sys.executable, "-W", "ignore", "-m", "anhuan.engine.adapters.jt808"]
        self.child = subprocess.Popen(command, env=self.environment)
        wait_for(self.listens)

    def listens(self) -> bool:
        """Does anybody take connections on the port?"""
        assert self.child and self.child.poll() is None, "it ended"
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
        except OSError:
            return False
        return True

    def kill(self) -> None:
        """kill -9."""
        if self.child:
            self.child.kill()
            self.child.wait()


@contextmanager
def process(port: int) -> Iterator[Process]:
    """Running; killed at the end."""
    found = Process(port)
    try:
        found.start()
        yield found
    finally:
        found.kill()


def wait_for(true: Callable[[], Any], within_s: float = PATIENCE_S) -> Any:
    """What `true` answers once it is true."""
    give_up = time.monotonic() + within_s
    while not (found := true()):
        assert time.monotonic() < give_up, "waited too long"
        time.sleep(0.05)
    return found


class Line:
    """A TCP connection somebody types frames into."""

    def __init__(self, port: int, who: Who) -> None:
        self.who, self.serial, self.held = who, 0, b""
        self.socket = socket.create_connection(("127.0.0.1", port), 5)
        self.socket.settimeout(10)

    def __enter__(self) -> "Line":
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def say(self, kind: int, body: bytes) -> None:
        """One message."""
        self.raw(frames.frame(self.who, kind, self.serial, body))
        self.serial += 1

    def raw(self, data: bytes) -> None:
        """Bytes as they are."""
        self.socket.sendall(data)

    def hear(self) -> Heard | None:
        """The next message; None when the other side has hung up."""
        while True:
            while b"\x7e" in self.held:
                one, self.held = self.held.split(b"\x7e", 1)
                if one:
                    return frames.heard(one)
            try:
                data = self.socket.recv(4096)
            except ConnectionError:
                return None
            if not data:
                return None
            self.held += data

    def ask(self, kind: int, body: bytes) -> Heard:
        """Say it and hear the answer."""
        self.say(kind, body)
        answer = self.hear()
        assert answer is not None, "hung up"
        return answer

    def sign_in(self) -> str:
        """Register and sign in; the code."""
        code = self.ask(0x0100, frames.registration(self.who)).body[3:].decode()
        assert self.ask(0x0102, frames.authentication(self.who, code)).body[-1] == 0
        return code
