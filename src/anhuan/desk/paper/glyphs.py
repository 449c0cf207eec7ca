"""No character is lost in print: what the fonts lack stands as its number, and is named.

A missing glyph is an empty space to a typesetter. On a permit that would be a name with a
character less, so that 𠮷 becomes 〔U+20BB7〕 and a note on the paper says so.
"""

from collections.abc import Callable
from typing import Any

from anhuan.desk.paper.fonts import characters

# Signs people type that have an equal in every Chinese font.
_EQUAL = str.maketrans({"☐": "□", "☑": "■", "☒": "■", "✔": "√", "\t": " ", "\u00a0": " "})
_SILENT = frozenset("\n\u200b\u200c\u200d\ufeff")  # nothing to draw
_TOLD = "{count} 个字没有字形，以编码代替：{shown}"


def legible(data: Any) -> tuple[Any, list[str]]:
    """`data` (strings in lists and mappings) as it can be drawn, and the characters it cannot."""
    missing: dict[str, None] = {}
    return _walk(data, lambda text: _drawable(text, missing)), list(missing)


def notice(missing: list[str]) -> str:
    """The note for a paper whose characters could not all be drawn."""
    shown = "、".join(_number(one) for one in missing[:20])
    return _TOLD.format(count=len(missing), shown=shown)


def _walk(data: Any, change: Callable[[str], str]) -> Any:
    if isinstance(data, str):
        return change(data)
    if isinstance(data, dict):
        return {key: _walk(one, change) for key, one in data.items()}
    if isinstance(data, list | tuple):
        return [_walk(one, change) for one in data]
    return data


def _drawable(text: str, missing: dict[str, None]) -> str:
    text = text.translate(_EQUAL)
    known = characters()
    if all(ord(one) in known for one in text):
        return text
    return "".join(_shown(one, known, missing) for one in text)


def _shown(one: str, known: frozenset[int], missing: dict[str, None]) -> str:
    if ord(one) in known or one == "\n":
        return one
    if one in _SILENT or ord(one) < 32 or "\ufe00" <= one <= "\ufe0f":
        return ""
    missing[one] = None
    return f"〔{_number(one)}〕"


def _number(one: str) -> str:
    return f"U+{ord(one):04X}"
