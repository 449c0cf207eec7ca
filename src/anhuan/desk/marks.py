"""Small things every page draws: tags of state, people with their shape, links."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

Value = str | Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Tag:
    """A word in a box. Tones: "" grey, "accent", "good", "off", "p1"…"p4" for alarms only."""

    text: str
    tone: str = ""

    def __str__(self) -> str:
        return self.text


def said(words: Any) -> str:
    """In the reader's language; gettext makes the catalogue's own head out of nothing."""
    return gettext(words) if words else ""


def tag_html(one: Tag) -> SafeString:
    """The box with its word, in the reader's language."""
    return _tag_html(one.tone, one.text, get_language() or "")


@lru_cache(4096)
def _tag_html(tone: str, text: str, language: str) -> SafeString:
    return format_html('<span class="tag {}">{}</span>', tone, said(text))


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
