"""One supervisor per data folder: a lock the kernel lets go of however we end."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from anhuan.node.trouble import Trouble


@contextmanager
def only_one(run: Path) -> Iterator[None]:
    """Hold `run/lock`. Raises `Trouble` naming who holds it already."""
    descriptor = os.open(run / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(descriptor, 20, 0).decode().strip() or "?"
            raise Trouble(
                f"{run.parent} 上已有安环在运行 (进程 {holder}),请先停止它或用 DATA=目录 另选",
                f"Anhuan (pid {holder}) already runs on {run.parent}; "
                "stop it or choose another DATA=folder",
            ) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)
