"""The shipped duties; a plant may add to them and tighten their periods."""

from functools import cache
from typing import Any

from anhuan.domains.risk.rules.duties import Duty, Every, Role
from anhuan.domains.risk.seeds.files import load


@cache
def shipped_duties() -> tuple[Duty, ...]:
    """All of them, in the order of the file."""
    return tuple(_duty(row) for row in load("duties.yaml"))


def _duty(row: dict[str, Any]) -> Duty:
    return Duty(
        row["key"], Role(row["role"]), row["text"], Every(row["every"]), bool(row.get("check"))
    )
