"""Numbers out of JSON that nobody vouches for."""

from math import isfinite
from typing import Any


def number_of(value: Any) -> float | None:
    """A finite number as a float; None for everything else, truth values and giants too."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if isfinite(number) else None
