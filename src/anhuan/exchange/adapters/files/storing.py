"""Uploads on the receiver's disk: a part file, its state beside it, and at the end one rename.

Order on disk: chunk, fsync, then the state (written aside, fsynced, renamed). A kill in between
leaves bytes the state does not know of; they are cut off when the upload goes on.
"""

import os
import shutil
from dataclasses import asdict
from pathlib import Path

import orjson

from anhuan.exchange.core.uploads import Upload, fault_of, id_of

PARTS = ".parts"
RESERVE = 1 << 30  # bytes that stay free on the disk


class Full(Exception):
    """No room for the file."""


class Uploads:
    """One route's folder."""

    def __init__(self, route: str, folder: Path, reserve: int = RESERVE) -> None:
        self.route, self._folder, self._reserve = route, folder, reserve
        self._parts = folder / PARTS
        self._parts.mkdir(parents=True, exist_ok=True)

    def begin(self, name: str, size: int, stamp: str) -> tuple[str, Upload]:
        """The upload of that file: a new one, or the one begun before. Raises ValueError, Full."""
        if fault := fault_of(name, size):
            raise ValueError(fault)
        number = id_of(self.route, name, size, stamp)
        found = self.find(number)
        if found is None:
            if shutil.disk_usage(self._folder).free < size + self._reserve:
                raise Full("接收端磁盘空间不足，请清理后重试")
            found = Upload(name, size)
            self._keep(number, found)
        if size == 0 and not found.is_done:
            self._part(number).touch()
            self._finish(number, found)
        return number, found

    def find(self, number: str) -> Upload | None:
        """As the state on disk has it."""
        path = self._parts / f"{number}.json"
        if not number.isalnum() or not path.exists():
            return None
        return Upload(**orjson.loads(path.read_bytes()))

    def open_part(self, number: str, upload: Upload) -> int:
        """A descriptor at the end of what is safe; what a kill left behind it is cut off."""
        descriptor = os.open(self._part(number), os.O_WRONLY | os.O_CREAT, 0o600)
        os.ftruncate(descriptor, upload.offset)
        os.lseek(descriptor, upload.offset, os.SEEK_SET)
        return descriptor

    def add(self, number: str, upload: Upload, descriptor: int, digest: str) -> None:
        """A chunk has been written: make it durable, and the file whole with its last one."""
        os.fdatasync(descriptor)
        upload.digests.append(digest)
        if upload.offset == upload.size:
            self._finish(number, upload)
        else:
            self._keep(number, upload)

    def _finish(self, number: str, upload: Upload) -> None:
        target = self._folder / upload.name
        target.parent.mkdir(parents=True, exist_ok=True)
        part = self._part(number)
        if part.exists():  # or the kill came between the rename and the state
            part.replace(target)
        _sync(target.parent)
        upload.is_done = True
        self._keep(number, upload)

    def _keep(self, number: str, upload: Upload) -> None:
        draft = self._parts / f"{number}.new"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            os.write(descriptor, orjson.dumps(asdict(upload)))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        draft.replace(self._parts / f"{number}.json")
        _sync(self._parts)

    def _part(self, number: str) -> Path:
        return self._parts / f"{number}.part"


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
