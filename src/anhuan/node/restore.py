"""`anhuan restore FILE`: the whole state from one file, all of it or nothing.

Sums first; then the files are unpacked and the database is loaded beside the present ones; only
when both are complete do they change places.
"""

import argparse
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from anhuan.node import pg_tools
from anhuan.node.archive import check_archive, extract
from anhuan.node.backup import DUMP, scratch
from anhuan.node.data_folder import DataFolder
from anhuan.node.database_swap import database_beside, has_tables
from anhuan.node.lock import only_one
from anhuan.node.temporary import temporary_postgres
from anhuan.node.trouble import Trouble


def run(arguments: argparse.Namespace) -> int:
    """Restore and say so."""
    restore(DataFolder.from_environment(), arguments.file, force=arguments.force)
    print(f"{arguments.file} 已恢复 / restored")
    return 0


def restore(data: DataFolder, file: Path, *, force: bool = False) -> None:
    """Bring back what `file` holds. Raises `Trouble` and changes nothing when it cannot."""
    check_archive(file)
    with _stopped_database(data) as url:
        if not force and (has_tables(url) or any(data.files.iterdir())):
            raise Trouble(
                f"{data.root} 中已有数据,确要覆盖请加 --force",
                f"{data.root} holds data; add --force to replace it",
            )
        with scratch(data) as place:
            extract(file, place)
            with database_beside(url) as beside:
                pg_tools.load(beside, place / DUMP)
            _change_places(place, data)


@contextmanager
def _stopped_database(data: DataFolder) -> Iterator[str]:
    """The database to restore into, while no box runs on this folder."""
    external = os.environ.get("DATABASE_URL")
    if external is None:
        with temporary_postgres(data) as server:
            yield server.url
        return
    data.prepare()
    with only_one(data.run):
        yield external


def _change_places(place: Path, data: DataFolder) -> None:
    """Files as in the backup; our own passwords stay where the backup brought none."""
    (place / "files").mkdir(exist_ok=True)
    data.files.replace(place / "files.replaced")
    (place / "files").replace(data.files)
    for secret in (place / "secrets").glob("*"):
        if not secret.name.startswith("postgres"):  # this server keeps the passwords it has
            secret.replace(data.secrets / secret.name)
    # Messages of the time after the backup would be read again.
    shutil.rmtree(data.nats / "jetstream", ignore_errors=True)
    data.prepare()
