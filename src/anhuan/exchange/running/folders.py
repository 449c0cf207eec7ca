"""A folder as a pipe: every file that has come to rest is sent, whole, with a signed receipt."""

import logging
import time
from collections.abc import Callable
from pathlib import Path

from anhuan.exchange.adapters.contract import SourceTrouble
from anhuan.exchange.adapters.files.sender import Delivered, FileSender

log = logging.getLogger("exchange")
AT_REST_S = 2.0  # not written to for so long
LOOK_EVERY_S = 1.0

Seen = tuple[int, int]  # size, mtime


class FolderSender:
    """Looks into a folder again and again. What was sent before a restart is asked, not sent."""

    def __init__(self, folder: Path, patterns: list[str], sender: FileSender) -> None:
        self._folder, self._patterns, self._sender = folder, patterns, sender
        self._done: dict[Path, Seen] = {}
        self.delivered: dict[str, Delivered] = {}
        self.refused: dict[str, str] = {}

    def run(self, is_over: Callable[[], bool], pause: Callable[[float], object]) -> None:
        """Until it is over. Raises `LinkDown`; the next run goes on where this one was."""
        if not self._folder.is_dir():
            raise SourceTrouble(f"没有文件夹 {self._folder}，请核对路径")
        while not is_over():
            if not any([self._send(path) for path in self._ripe() if not is_over()]):
                pause(LOOK_EVERY_S)

    def _ripe(self) -> list[Path]:
        found = {path for pattern in self._patterns for path in self._folder.rglob(pattern)}
        return sorted(path for path in found if path.is_file() and self._is_ripe(path))

    def _is_ripe(self, path: Path) -> bool:
        hidden = any(part.startswith(".") for part in path.relative_to(self._folder).parts)
        at_rest = path.stat().st_mtime < time.time() - AT_REST_S
        return not hidden and at_rest and self._done.get(path) != _seen(path)

    def _send(self, path: Path) -> bool:
        name, seen = path.relative_to(self._folder).as_posix(), _seen(path)
        try:
            self.delivered[name] = self._sender.send(path, name)
        except SourceTrouble as trouble:
            self.refused[name] = str(trouble)
            log.warning("%s", trouble)
        self._done[path] = seen
        return True


def _seen(path: Path) -> Seen:
    found = path.stat()
    return found.st_size, found.st_mtime_ns
