"""The one numba decorator of the house: cached on disk, compiled on first call, typed for mypy.

Numba's own cache looks only at the file a function stands in, not at those it calls into: after
an upgrade a stale filter would run. So the cache folder is named by a digest of all our sources.
It lies in the first of `places` we may write, and is filled from one that came with the sources.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
from numba.core import event

log = logging.getLogger(__name__)
PACKAGE = Path(__file__).parents[1]
ROOMS = ("kernel", "engine/core")  # where compiled functions stand that call others
PREFIX = "numba-"
KEPT = 3  # folders of other versions
BUSY_S = 3600.0  # a process that still writes there


def sources_digest() -> str:
    """What all compiled code depends on, as 16 hex digits."""
    digest = hashlib.blake2b(digest_size=8)
    for room in ROOMS:
        for path in sorted((PACKAGE / room).rglob("*.py")):
            if "tests" not in path.parts:
                digest.update(path.read_bytes())
    return digest.hexdigest()


def places() -> Iterator[Path]:
    """Where caches may lie, best first; never a folder that others may write (it holds code)."""
    yield PACKAGE / "__pycache__"
    if data := os.environ.get("ANHUAN_DATA"):
        yield Path(data) / "cache"
    with contextlib.suppress(RuntimeError):  # a user without a home
        yield Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "anhuan"


def cache_folder() -> Path | None:
    """This version's cache, made ready; None when there is nowhere to write."""
    name = PREFIX + sources_digest()
    for place in places():
        folder = place / name
        try:
            folder.mkdir(parents=True, exist_ok=True)
            os.utime(folder)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            _fill(folder)
            return folder
    return None


def prune(now_s: float | None = None) -> int:
    """Remove the caches of older versions beside ours, but for the newest; answers how many."""
    if FOLDER is None:
        return 0
    others = [path for path in FOLDER.parent.glob(f"{PREFIX}*") if path != FOLDER]
    others.sort(key=_touched, reverse=True)
    idle_since = (time.time() if now_s is None else now_s) - BUSY_S
    old = [path for path in others[KEPT:] if _touched(path) < idle_since]
    for path in old:
        shutil.rmtree(path, ignore_errors=True)
    return len(old)


def _fill(folder: Path) -> None:
    """Take over what was compiled when the sources were installed."""
    if any(folder.iterdir()):
        return
    for place in places():
        made = place / folder.name
        if made != folder and made.is_dir():
            shutil.copytree(made, folder, dirs_exist_ok=True)
            return


def _touched(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # another process prunes too
        return 0.0


FOLDER = cache_folder() if not os.environ.get("NUMBA_CACHE_DIR") else None
if FOLDER:
    numba.config.CACHE_DIR = str(FOLDER)  # type: ignore[attr-defined]
CACHES = bool(FOLDER or os.environ.get("NUMBA_CACHE_DIR"))

Compiled = TypeVar("Compiled", bound=Callable[..., Any])


def jit(function: Compiled) -> Compiled:
    """Compile lazily; division by zero gives inf or nan as in numpy, never an exception.

    Other threads go on meanwhile: nobody else may write into the arrays it is given.
    """
    made = numba.njit(cache=CACHES, error_model="numpy", nogil=True)(function)
    return cast("Compiled", made)


class _Late(event.Listener):
    def on_start(self, event: Any) -> None:
        name, types = event.data["dispatcher"].py_func.__name__, event.data["args"]
        log.warning("%s is compiled at work, for seconds: %s was not warmed up", name, types)

    def on_end(self, event: Any) -> None:
        """Nothing more to say."""


def warn_of_compiling() -> None:
    """From now on nothing should be compiled: it would hold up everybody for seconds."""
    event.register("numba:compile", _Late())  # type: ignore[no-untyped-call]
