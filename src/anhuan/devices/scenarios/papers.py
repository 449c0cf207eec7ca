"""What a play asks of the office: the simulator knows nothing of the product, so it writes it down.

`anhuan demo --scenario` reads the papers from the answer and does what they say as any user would
(`devices/office.py`). Times are seconds since 1970, places plant metres, people personnel numbers.
"""

from collections.abc import Iterable
from typing import Any

from anhuan.devices.mover import Mover
from anhuan.kernel.geometry import Ring

Paper = dict[str, Any]


def job(
    name: str, ring: Ring, until_s: float, guardians: Iterable[Mover], workers: Iterable[Mover]
) -> Paper:
    """A job area to be opened at once."""
    return {
        "what": "job", "name": name, "ring": [list(corner) for corner in ring],
        "until_s": until_s, "guardians": _numbers(guardians), "workers": _numbers(workers),
    }  # fmt: skip


def fence(
    name: str, purpose: str, ring: Ring, span_s: tuple[float, float], people: Iterable[Mover] = (),
    approach_m: float | None = None,
) -> Paper:  # fmt: skip
    """A fence in force for a while, with those it lists."""
    return {
        "what": "fence", "name": name, "purpose": purpose, "approach_m": approach_m,
        "ring": [list(corner) for corner in ring], "from_s": span_s[0], "until_s": span_s[1],
        "people": _numbers(people),
    }  # fmt: skip


def gas(x_m: float, y_m: float, span_s: tuple[float, float]) -> Paper:
    """A gas detector in alarm for a while."""
    return {
        "what": "gas", "detector": "GT-2101", "x_m": x_m, "y_m": y_m,
        "from_s": span_s[0], "until_s": span_s[1],
    }  # fmt: skip


def _numbers(movers: Iterable[Mover]) -> list[str]:
    return [mover.number for mover in movers]
