"""The packed past goes into the database: two COPY streams out of files."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.db import connection

from anhuan.devices.history.prepare import CHUNKS, VISITS

_INTO = {
    CHUNKS: "positioning_trackchunk (company_id, tag_id, bucket, count, min_x_cm, min_y_cm, "
    "max_x_cm, max_y_cm, payload)",
    VISITS: "positioning_zonevisit (id, company_id, tag_id, area_id, entered_at, left_at)",
}
_BLOCK = 1 << 18


class Packing:
    """The process that packs, and the folder it packs into."""

    def __init__(self, folder: Path, company: UUID, now: datetime, days: int) -> None:
        self._folder, self._now, self._days = folder, now, days
        words = [str(folder), str(company), str(now.timestamp()), str(days)]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "anhuan.devices.history.prepare", *words]
        )

    def copy_in(self) -> None:
        """Wait for the files and write them."""
        if self._process.wait() != 0:
            raise RuntimeError("the history could not be packed")
        _ensure_partitions(self._now - timedelta(days=self._days + 2), self._now)
        connection.ensure_connection()
        for name, columns in _INTO.items():
            statement = f"COPY {columns} FROM STDIN (FORMAT BINARY)"
            with connection.connection.cursor() as cursor, cursor.copy(statement) as copy:
                for block in _blocks(self._folder / name):
                    copy.write(block)

    def stop(self) -> None:
        """Do not go on packing for nobody."""
        self._process.kill()
        self._process.wait()


@contextmanager
def packing(company: UUID, now: datetime, days: int) -> Iterator[Packing]:
    """Begin to pack the past of a company that will have this id."""
    with tempfile.TemporaryDirectory(prefix="anhuan-history-") as folder:
        found = Packing(Path(folder), company, now, days)
        try:
            yield found
        finally:
            found.stop()


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block


def _ensure_partitions(first: datetime, last: datetime) -> None:
    """Tables of every month from `first` to the one after `last`."""
    month = datetime(first.year, first.month, 1, tzinfo=UTC)
    with connection.cursor() as cursor:
        while month <= last + timedelta(days=31):
            cursor.execute("SELECT ensure_track_partition(%s)", [month])
            month = (month + timedelta(days=32)).replace(day=1)
