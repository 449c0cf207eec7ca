"""A PostgreSQL with logical decoding, for the exchange's tests alone; the plant's has none."""

import os
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from anhuan.node import database
from anhuan.node.data_folder import DataFolder
from anhuan.node.ports import free_port
from anhuan.node.postgres import Postgres

LOGICAL = ("wal_level=logical", "max_replication_slots=40", "max_wal_senders=40")
VARIABLE = "ANHUAN_EXCHANGE_TEST_URL"  # a server that already runs, for quick rounds


@contextmanager
def postgres() -> Iterator[str]:
    """The superuser's address of a fresh server."""
    if own := os.environ.get(VARIABLE):
        yield own
        return
    with tempfile.TemporaryDirectory(prefix="anhuan-exchange-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o711)
        data = DataFolder(Path(name, "var"))
        data.prepare()
        server = Postgres(data, tcp_port=free_port(), durable=False)
        server.prepare()
        command = server.command()
        options = [word for setting in LOGICAL for word in ("-c", setting)]
        child = subprocess.Popen([*command.argv, *options], **command.popen_arguments())
        try:
            assert database.wait_ready(server.superuser_url(), 60)
            yield server.superuser_url()
        finally:
            child.send_signal(command.stop_signal)
            child.wait(20)


def make_database(server: str, name: str) -> str:
    """A new, empty database; answers its address."""
    full = f"{name}_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"create database {full}")
    return urlunsplit(urlsplit(server)._replace(path=f"/{full}"))


def drop_database(server: str, url: str) -> None:
    """With the slots that hold it."""
    name = urlsplit(url).path[1:]
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(
            "select pg_terminate_backend(active_pid) from pg_replication_slots "
            "where database = %s and active",
            (name,),
        )
        for _ in range(50):
            try:
                connection.execute(
                    "select pg_drop_replication_slot(slot_name) from pg_replication_slots "
                    "where database = %s",
                    (name,),
                )
                break
            except psycopg.errors.ObjectInUse:
                connection.execute("select pg_sleep(0.1)")
        connection.execute(f"drop database if exists {name} with (force)")
