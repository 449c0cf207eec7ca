"""What a session must know of its driver."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

PATIENCE_S = 5


@dataclass(frozen=True, slots=True)
class Driver:
    """`error`: the base class of all it raises."""

    connect: Callable[[str], Any]
    error: type[Exception]
    is_passing: Callable[[Exception], bool]
