"""The one numba decorator of the engine: cached on disk, compiled on first call, typed for mypy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

Compiled = TypeVar("Compiled", bound=Callable[..., Any])


def jit(function: Compiled) -> Compiled:
    """Compile lazily; division by zero gives inf or nan as in numpy, never an exception."""
    return cast("Compiled", numba.njit(cache=True, error_model="numpy")(function))
