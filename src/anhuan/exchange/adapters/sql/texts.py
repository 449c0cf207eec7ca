"""Values as the texts an envelope carries, and back as what a column takes.

The texts are PostgreSQL's wherever there is a choice, so that equal rows of two kinds of database
are equal texts: bytes as `\\x…`, moments in UTC with `+00`, no zeros behind a fraction.
"""

import hashlib
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from anhuan.exchange.adapters.sql.dialects import Dialect

BYTES = re.compile(r".*(blob|binary|bytea|raw|image)|bit")
INTEGERS = re.compile(r"(tiny|small|medium|big)?int|bool|bit")
NUMBERS = re.compile(r"(decimal|numeric|number)")
FLOATS = re.compile(r"(float|double|real|binary_)")
TIMES = re.compile(r"(datetime|timestamp|smalldatetime)")
BOOLEANS = {"true": 1, "false": 0, "t": 1, "f": 0}
QUOTED = re.compile(r'[\s"\\(),]', re.ASCII)
MOMENT = re.compile(r"(.*:\d\d(?:\.\d+)?)([+-]\d\d(?::\d\d)?)")
TRUE, UTC_SAID = ("1", "t", "true"), ("", "+00", "+00:00")
HEX_DIGITS = 15  # 60 bits


class Misfit(ValueError):
    """A text that is no value of its column."""


def text_of(value: Any, kind: str, dialect: Dialect) -> str | None:
    """A value as its text; `kind`: the column's type as its database names it."""
    if value is None:
        return None
    if isinstance(value, bytes | bytearray | memoryview):
        return "\\x" + bytes(value).hex()
    if isinstance(value, bool) or kind.lower().startswith("bool"):
        return "true" if str(value).lower() in TRUE else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    if isinstance(value, datetime):
        value = value.isoformat(" ")
    text = value.isoformat() if isinstance(value, date) else str(value)
    return _moment(text, kind, dialect) if TIMES.match(kind.lower()) else text


def reader(kind: str, dialect: Dialect) -> Callable[[Any], str | None]:
    """`text_of` for a column, its type looked at once."""
    if TIMES.match(kind.lower()) or kind.lower().startswith("bool"):
        return lambda value: text_of(value, kind, dialect)
    return lambda value: value if type(value) is str else text_of(value, kind, dialect)


def fitter(kind: str, dialect: Dialect) -> Callable[[Any], Any]:
    """`fit` for a column, its type looked at once."""
    plain, apart = kind.lower(), (BYTES, INTEGERS, NUMBERS, FLOATS, TIMES)
    if not dialect.reads_texts and any(one.match(plain) for one in apart):
        return lambda text: fit(text, kind, dialect)
    return lambda text: text


def _moment(text: str, kind: str, dialect: Dialect) -> str:
    """Without zeros behind the fraction; UTC, which the session is set to, is said."""
    found = MOMENT.fullmatch(text)
    clock, zone = found.groups() if found else (text, "")
    if "." in clock:
        clock = clock.rstrip("0").rstrip(".")
    is_moment = re.match(dialect.moments, kind.lower())
    return clock + ("+00" if is_moment and zone in UTC_SAID else zone)


def fit(text: Any, kind: str, dialect: Dialect) -> Any:
    """What the driver is handed for a column of that type. Raises `Misfit`."""
    if text is None or not isinstance(text, str) or dialect.reads_texts:
        return text
    kind = kind.lower()
    try:
        if BYTES.match(kind) and text.startswith("\\x"):
            return bytes.fromhex(text[2:])
        if INTEGERS.match(kind):
            return BOOLEANS.get(text) if text in BOOLEANS else int(text)
        return _fit_other(text, kind, dialect)
    except (ValueError, InvalidOperation) as error:
        raise Misfit(f"“{text}”不能写入 {kind} 类型的列") from error


def _fit_other(text: str, kind: str, dialect: Dialect) -> Any:
    if NUMBERS.match(kind):  # SQLite keeps a number as exactly as it can by itself
        return text if dialect.name == "sqlite" else Decimal(text)
    if FLOATS.match(kind):
        return float(text)
    return _fit_time(text, dialect) if TIMES.match(kind) else text


def _fit_time(text: str, dialect: Dialect) -> Any:
    found = datetime.fromisoformat(text)
    if found.tzinfo is not None:
        found = found.astimezone(UTC).replace(tzinfo=None)
    return found.isoformat(" ") if dialect.name in ("mysql", "sqlite") else found


def row_digest(texts: list[str | None]) -> int:
    """60 bits of the MD5 over a row as PostgreSQL prints one: a checksum, against accidents."""
    said = "(" + ",".join(map(_part, texts)) + ")"
    return int(hashlib.md5(said.encode(), usedforsecurity=False).hexdigest()[:HEX_DIGITS], 16)


def _part(text: str | None) -> str:
    if text is None:
        return ""
    if text and not QUOTED.search(text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '""') + '"'
