"""What one platform tells the one above of a plant; anything else in it is left out."""

from collections.abc import Mapping
from typing import Any

from anhuan.domains.province.rules.levels import LEVELS

TEXTS = {
    "name": 100, "park_code": 36, "address": 200, "principal": 50, "principal_phone": 20,
    "safety_officer": 50, "safety_phone": 20, "duty_phone": 20, "licence_no": 50,
}  # fmt: skip
CHOICES = {"kind": ("producer", "storage", "user", "station"), "grade": tuple(LEVELS)}
PLACES = {"longitude": 180.0, "latitude": 90.0}
TOLD = (*TEXTS, *CHOICES, *PLACES)


def papers_of(told: Mapping[str, Any]) -> dict[str, Any]:
    """Of what was told, what may be kept, cut to what there is room for."""
    found: dict[str, Any] = {
        name: str(told[name]).strip()[:most] for name, most in TEXTS.items() if told.get(name)
    }
    if all(_is_within(told.get(name), most) for name, most in PLACES.items()):
        found |= {name: float(told[name]) for name in PLACES}
    return found | {name: told[name] for name, known in CHOICES.items() if told.get(name) in known}


def _is_within(value: Any, most: float) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and -most <= value <= most
