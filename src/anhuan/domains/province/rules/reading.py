"""What came over the wire as we keep it: times in any of the forms in use, files as references."""

from base64 import b64decode
from binascii import Error
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from typing import Any

from anhuan.domains.reporting.rules.tables import Field, Table
from anhuan.domains.reporting.rules.values import normal
from anhuan.kernel.digest import sm3_hex

LATEST_ONLY = {"VID_T3": ("DEVICE_CODE",), "GAS_T3": ("DEVICE_CODE",)}  # states: the newest counts
_COMPACT = 14  # yyyyMMddHHmmss
_ENDINGS = ((b"%PDF", "pdf"), (b"\x89PNG", "png"), (b"\xff\xd8", "jpg"), (b"BM", "bmp"))


def kept(table: Table, given: Mapping[str, Any], zone: tzinfo) -> dict[str, Any]:
    """The row in the table's order; columns it does not know are left out."""
    plain = {one.key: _plain(one, given.get(one.key), zone) for one in table.columns}
    return normal(table, plain, zone)


def key_of(table: Table, row: Mapping[str, Any]) -> str:
    """What the row is known by; empty: it does not say."""
    columns = LATEST_ONLY.get(table.id, table.key)
    parts = [str(row.get(column) or "") for column in columns]
    return "|".join(parts)[:200] if all(parts) else ""


def _plain(column: Field, value: Any, zone: tzinfo) -> Any:
    if column.type == "datetime":
        return moment(value, zone)
    if column.type == "array":
        return value if _is_lines(value) else None
    if column.type == "file" and value:
        return file_of(value)
    return value


def _is_lines(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, Mapping) for one in value)


def moment(value: Any, zone: tzinfo) -> Any:
    """Milliseconds and yyyyMMddHHmmss as moments; the rest as it came."""
    try:
        if isinstance(value, int) and not isinstance(value, bool):
            return datetime.fromtimestamp(value / 1000, UTC)
        if isinstance(value, str) and len(value) == _COMPACT and value.isdecimal():
            return datetime.strptime(value, "%Y%m%d%H%M%S").replace(tzinfo=zone)
    except (ValueError, OverflowError, OSError):
        return value
    return value


def file_of(value: Any) -> Any:
    """Base64 becomes what is known of the file (its content is the plant's to keep); an address
    stays one; what is neither stays as it is, and is a fault."""
    text = str(value)
    if text.startswith(("https://", "http://")):
        return {"sm3": sm3_hex(text.encode()), "name": text.rpartition("/")[2], "url": text}
    try:
        content = b64decode(text, validate=True)
    except (Error, ValueError):
        return value
    ending = next((word for head, word in _ENDINGS if content.startswith(head)), "bin")
    sm3 = sm3_hex(content)
    return {"sm3": sm3, "name": f"{sm3[:12]}.{ending}", "bytes": len(content)}
