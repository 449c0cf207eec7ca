"""Small things every page draws: tags of state, people with their shape, links."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

Value = str | Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Tag:
    """A word in a box. Tones: "" grey, "accent", "good", "off", "p1"…"p4" for alarms only."""

    text: str
    tone: str = ""

    def __str__(self) -> str:
        return self.text


def read(row: Any, value: Value) -> Any:
    """A callable's answer, or an attribute path ("department.name"); None where the path ends."""
    if callable(value):
        return value(row)
    found = row
    for part in value.split("."):
        if found is None:
            return None
        found = found.get(part) if isinstance(found, dict) else getattr(found, part)
        if callable(found) and not hasattr(found, "all"):
            found = found()
    return found


def short_time(moment: datetime) -> str:
    """Plant time: today only the clock, this year without the year."""
    local = timezone.localtime(moment)
    today = timezone.localdate()
    if local.date() == today:
        return f"{local:%H:%M:%S}"
    return f"{local:%m-%d %H:%M:%S}" if local.year == today.year else f"{local:%Y-%m-%d %H:%M}"
