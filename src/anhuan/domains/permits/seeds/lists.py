"""The shipped libraries."""

from functools import cache
from typing import Any, TypeVar

from anhuan.domains.permits.rules.forms.reading import read
from anhuan.domains.permits.rules.gases import Gas
from anhuan.domains.permits.rules.hazards import HazardRow
from anhuan.domains.permits.seeds.files import load
from anhuan.kernel.errors import Blocker, refuse_if_any

Row = TypeVar("Row")


@cache
def shipped_gases() -> dict[str, Gas]:
    """Gases by key. Limits are to be checked by the plant before use (`confidence`)."""
    return {gas.key: gas for gas in _rows(Gas, "gases.yaml")}


@cache
def shipped_hazards() -> tuple[HazardRow, ...]:
    """Hazards with consequence and measure, to suggest from."""
    return tuple(_rows(HazardRow, "hazards.yaml"))


def _rows(cls: type[Row], name: str) -> list[Row]:
    faults: list[Blocker] = []
    given: list[Any] = load(name)
    rows: list[Row] = [read(cls, row, f"{name}[{i}]", faults) for i, row in enumerate(given, 1)]
    refuse_if_any(faults)
    return rows
