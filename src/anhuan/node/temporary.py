"""The embedded PostgreSQL for the time of one command, when the box itself does not run."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from anhuan.node import database
from anhuan.node.data_folder import DataFolder
from anhuan.node.lock import only_one
from anhuan.node.postgres import Postgres
from anhuan.node.trouble import Trouble

GRACE_S = 30.0


@contextmanager
def temporary_postgres(data: DataFolder) -> Iterator[Postgres]:
    """Start the server over this folder, hold the lock, and stop it at the end.

    Raises `Trouble` when a box runs there or the server does not start.
    """
    data.prepare()
    with only_one(data.run):
        server = Postgres(data)
        server.prepare()
        command = server.command()
        process = subprocess.Popen(
            command.argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            **command.popen_arguments(),
        )  # fmt: skip
        try:
            if not database.wait_ready(server.superuser_url()):
                raise Trouble("PostgreSQL 未能启动", "the embedded PostgreSQL does not start")
            database.provision(server)
            yield server
        finally:
            process.send_signal(command.stop_signal)
            process.wait(GRACE_S)
