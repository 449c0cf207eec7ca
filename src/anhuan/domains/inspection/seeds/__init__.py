"""Generic check lists a plant may take over: structure and samples in our own words.

The nine families follow the 2019 guide (应急〔2019〕78号, INS-030); a plant adds its own.
"""

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class ShippedList:
    """One list of a library; items as `actions.save_standard` takes them."""

    key: str
    library: str
    name: str
    basis: str
    items: tuple[dict[str, Any], ...] = field(default=())


@cache
def shipped_lists() -> tuple[ShippedList, ...]:
    """Every list that comes with the product, library by library."""
    folder = files("anhuan.domains.inspection.seeds") / "libraries"
    found = sorted((one for one in folder.iterdir() if one.name.endswith(".yaml")), key=str)
    return tuple(one for file in found for one in _lists(yaml.safe_load(file.read_text("utf-8"))))


def _lists(library: dict[str, Any]) -> list[ShippedList]:
    return [
        ShippedList(
            f"{library['key']}.{key}", library["name"], given["name"],
            given.get("basis", library["basis"]), tuple(_item(one) for one in given["items"]),
        )
        for key, given in library["lists"].items()
    ]  # fmt: skip


def _item(given: Any) -> dict[str, Any]:
    """A bare text is a check; a mapping says more."""
    return {"name": given, "kind": "check"} if isinstance(given, str) else {"kind": "check"} | given
