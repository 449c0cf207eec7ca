"""What a child process prints, kept in files that cannot fill the disk."""

from collections import deque
from pathlib import Path
from typing import BinaryIO

LARGEST_BYTES = 10 * 1024**2
KEPT = 4
LAST_LINES = 15


class BoundedLog:
    """`name.log` and up to four older ones, 10 MB each."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: BinaryIO = path.open("ab")
        self._last: deque[str] = deque(maxlen=LAST_LINES)

    def write(self, chunk: bytes) -> None:
        """Append; a full disk must not stop the box, so a failed write is dropped."""
        self._last.extend(chunk.decode("utf-8", "replace").splitlines())
        try:
            self._file.write(chunk)
            self._file.flush()
            if self._file.tell() > LARGEST_BYTES:
                self._rotate()
        except OSError:
            return

    def last_lines(self) -> list[str]:
        """The most recent lines, for the console when something did not start."""
        return list(self._last)

    def close(self) -> None:
        self._file.close()

    def _rotate(self) -> None:
        self._file.close()
        for number in range(KEPT - 1, 0, -1):
            older = self.path.with_suffix(f".log.{number}")
            if older.exists():
                older.replace(self.path.with_suffix(f".log.{number + 1}"))
        self.path.replace(self.path.with_suffix(".log.1"))
        self._file = self.path.open("ab")
