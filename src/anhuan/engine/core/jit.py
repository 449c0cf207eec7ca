"""The one numba decorator of the engine: cached on disk, compiled on first call, typed for mypy.

Numba's own cache looks only at the file a function stands in, not at those it calls into: after
an upgrade a stale filter would run. So the cache folder is named by a digest of all our sources.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

CORE = Path(__file__).parent


def cache_folder() -> Path:
    """Beside the sources if we may write there, else in the user's cache; by source digest."""
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(CORE.rglob("*.py")):
        if "tests" not in path.parts:
            digest.update(path.read_bytes())
    beside = CORE / "__pycache__"
    writable = os.access(beside if beside.exists() else CORE, os.W_OK)
    home = beside if writable else Path.home() / ".cache" / "anhuan"
    return home / f"numba-{digest.hexdigest()}"


if not os.environ.get("NUMBA_CACHE_DIR"):
    numba.config.CACHE_DIR = str(cache_folder())  # type: ignore[attr-defined]

Compiled = TypeVar("Compiled", bound=Callable[..., Any])


def jit(function: Compiled) -> Compiled:
    """Compile lazily; division by zero gives inf or nan as in numpy, never an exception."""
    return cast("Compiled", numba.njit(cache=True, error_model="numpy")(function))
