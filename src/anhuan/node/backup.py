"""`anhuan backup FILE`: the whole state in one file, with sums. The box may go on running.

The database and the files (photos, plans, clips) are the state. JetStream is transport and is not
in it. Passwords are only with `--secrets`: the file would open the plant's box to whoever has it.
"""

import argparse
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from anhuan.kernel.clock import now
from anhuan.node import pg_tools
from anhuan.node.archive import Manifest, write_archive
from anhuan.node.data_folder import DataFolder
from anhuan.node.postgres import Postgres
from anhuan.node.running import is_running
from anhuan.node.temporary import temporary_postgres
from anhuan.node.trouble import Trouble

DUMP = "database.dump"
STAMP = "backed-up"


def run(arguments: argparse.Namespace) -> int:
    """Write the backup and say what is in it."""
    data = DataFolder.from_environment()
    manifest = back_up(data, arguments.file.resolve(), with_secrets=arguments.secrets)
    size = sum(member.size for member in manifest.members)
    print(f"{arguments.file}: {len(manifest.members)} files, {size / 1024**2:.1f} MiB")
    return 0


def back_up(data: DataFolder, file: Path, *, with_secrets: bool = False) -> Manifest:
    """Write everything into `file`, whole or not at all. Raises `Trouble`."""
    if not file.parent.is_dir():
        raise Trouble(f"目录 {file.parent} 不存在", f"there is no folder {file.parent}")
    with scratch(data) as place, database_url(data) as url:
        pg_tools.dump(url, place / DUMP)
        sources = {DUMP: place / DUMP}
        sources |= _below(data.files, "files", place)
        if with_secrets:
            sources |= _below(data.secrets, "secrets", place)
        made = write_archive(file, sources, now().isoformat(), version("anhuan"))
    note_backup(data)
    return made


def note_backup(data: DataFolder) -> None:
    """Remember that there is a backup as of now, for the security self-check."""
    (data.root / STAMP).write_text(now().isoformat() + "\n", encoding="utf-8")


def backed_up_at(data: DataFolder) -> datetime | None:
    """When the last backup was made; None when nobody made one."""
    try:
        return datetime.fromisoformat((data.root / STAMP).read_text(encoding="utf-8").strip())
    except (OSError, ValueError):
        return None


@contextmanager
def database_url(data: DataFolder) -> Iterator[str]:
    """A database that answers: the external one, the running one, or one started for this."""
    if external := os.environ.get("DATABASE_URL"):
        yield external
    elif is_running(data):
        yield Postgres(data).url
    elif data.postgres.exists():
        with temporary_postgres(data) as server:
            yield server.url
    else:
        raise Trouble(f"{data.root} 中没有数据", f"there is no data in {data.root}")


@contextmanager
def scratch(data: DataFolder) -> Iterator[Path]:
    """A private folder on the data disk; the caretaker knows its name and may remove it."""
    data.root.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".backup-", dir=data.root))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _below(folder: Path, name: str, place: Path) -> dict[str, Path]:
    """Every file below the folder, held by a hard link so that it cannot change under us."""
    found = {}
    for number, path in enumerate(sorted(p for p in folder.rglob("*") if p.is_file())):
        held = place / f"{name}-{number}"
        held.hardlink_to(path)
        found[f"{name}/{path.relative_to(folder)}"] = held
    return found
