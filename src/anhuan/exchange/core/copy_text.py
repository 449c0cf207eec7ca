"""PostgreSQL's COPY text format: lines of a table to values and back. Pure.

A block is many lines at once: what is rare (backslashes, tabs within values) is looked for in the
block, not in each value.
"""

import re
from collections.abc import Sequence
from typing import Any

import orjson

Values = Sequence[Any]
NULL = "\\N"
_WRITTEN = {"\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_ESCAPES = str.maketrans(_WRITTEN)
_READ = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def decode(block: bytes) -> Sequence[Sequence[str | None]]:
    """The rows of whole lines, a text or None for each column."""
    text = block.decode()
    lines = [line.split("\t") for line in text.split("\n")]
    lines.pop()
    if "\\" not in text:
        return lines
    return [[_read(one) for one in line] for line in lines]


def _read(text: str) -> str | None:
    if "\\" not in text:
        return text
    return None if text == NULL else _ESCAPED.sub(lambda m: _READ.get(m[1], m[1]), text)


def encode(rows: Sequence[Values]) -> bytes:
    """Lines of rows of one width."""
    if not rows:
        return b""
    lines = ["\t".join([one if type(one) is str else _text(one) for one in row]) for row in rows]
    block = "\n".join(lines) + "\n"
    if _is_clear(block, rows):
        return block.encode()
    return "".join(_line(row) for row in rows).encode()


def _is_clear(block: str, rows: Sequence[Values]) -> bool:
    """Are all tabs, ends and backslashes in it ours? (A null is the one that has a backslash.)"""
    tabs = len(rows) * (len(rows[0]) - 1)
    if block.count("\t") != tabs or block.count("\n") != len(rows) or "\r" in block:
        return False
    return "\\" not in block or block.count("\\") == sum(list(row).count(None) for row in rows)


def _line(row: Values) -> str:
    """Each value by itself."""
    texts = (
        NULL if one is None else (one if type(one) is str else _text(one)).translate(_ESCAPES)
        for one in row
    )
    return "\t".join(texts) + "\n"


def _text(value: Any) -> str:
    """As a message's JSON would be read by the other side's database."""
    if value is None:
        return NULL
    is_json = isinstance(value, bool | int | float | dict | list)
    return orjson.dumps(value).decode() if is_json else str(value)
