"""The other side of the forms: what a plant sent becomes rows of a table again. Pure.

Each form is known by its shape, so that one address takes them all; what is none of them is
`Unreadable`, in one sentence for whoever sent it.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any

from anhuan.domains.reporting.seeds.loader import tables
from anhuan.exchange.forms.ciphers import BadKey, opened
from anhuan.exchange.forms.message import Secret

SENSING = "SENSING"
Rows = Sequence[Mapping[str, Any]]


class Unreadable(ValueError):
    """What is wrong with it, and what to do."""


@dataclass(frozen=True, slots=True)
class Opened:
    """`id` empty: it has none. `company`: what it says of itself, to be checked."""

    table: str
    rows: Rows
    form: str
    id: str = ""
    company: str = ""
    token: str = ""
    plant: Mapping[str, Any] = field(default_factory=dict)  # what a platform below says of it
    keys: Sequence[str] = field(default_factory=tuple)


def open_http(name: str, kind: str, body: bytes, secret: Secret) -> Opened:
    """A body of HTTP; `name` is the last part of its path, `kind` its content type."""
    files: dict[str, bytes] = {}
    if kind.startswith("multipart/form-data"):
        body, files = _parts(kind, body)
    found = as_json(body)
    if isinstance(found, list):
        made = _business(found)
    elif "DATASET" in found:
        made = _sensing(found)
    elif isinstance(found.get("datas"), str):
        rows = _rows(as_json(_unsealed(found["datas"], secret)))
        made = Opened(table_of(name), rows, "datas")
    else:
        made = _generic(found, name)
    return _with_files(made, files)


def open_frame(found: Mapping[str, Any], secret: Secret) -> Opened:
    """A frame of long TCP connections; its cipher is its proof of who sent it."""
    rows = _rows(as_json(_unsealed(str(found.get("data") or ""), secret)))
    table = table_of(str(found.get("serviceId") or ""))
    return Opened(table, rows, "frames", str(found.get("dataId") or ""), str(found.get("appId")))


def open_topic(body: bytes) -> Opened:
    """A message of MQTT; the token in it says who sent it."""
    found = as_json(body)
    if not isinstance(found, dict):
        raise Unreadable("报文应为 JSON 对象")
    made = _generic(found, "")
    return replace(made, form="mqtt", token=str(found.get("token", "")))


def as_json(body: bytes) -> Any:
    """Objects and arrays."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable("报文不是 JSON，请核对格式与密钥") from error
    if not isinstance(found, dict | list):
        raise Unreadable("报文应为 JSON 对象或数组")
    return found


def table_of(name: str) -> str:
    """The table a path, service or identifier means: its id, or what interfaces call it."""
    known = tables()
    if name in known:
        return name
    found = next((key for key, one in known.items() if one.wire and one.wire == name), "")
    if not found:
        raise Unreadable(f"没有表“{name[:60]}”，可用：{'、'.join(known)}")
    return found


def _rows(found: Any) -> Rows:
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise Unreadable("数据应为 JSON 对象的数组")
    if not found:
        raise Unreadable("报文里没有数据")
    return found


def _business(found: Any) -> Opened:
    """Table A.1: envelopes of one table."""
    rows = _rows(found)
    names = {str(one.get("IDENTIFIER") or "") for one in rows}
    if len(names) != 1:
        raise Unreadable("一个报文只能有一种 IDENTIFIER，请分开发送")
    keys = [str(one.get("UUID") or "") for one in rows]
    company = str(rows[0].get("COMPANY_CODE") or "")
    return Opened(table_of(names.pop()), rows, "aq_business", "", company, keys=keys)


def _sensing(found: Mapping[str, Any]) -> Opened:
    """Table A.2: one packet, a line a point."""
    lines = _rows(found.get("DATASET"))
    at = {"COLLECT_TIME": found.get("COLLECT_TIME")}
    rows = [{**at, **one} for one in lines]
    name, company = str(found.get("DATA_ID") or ""), str(found.get("COMPANY_CODE") or "")
    return Opened(SENSING, rows, "aq_sensing", name, company)


def _generic(found: Mapping[str, Any], name: str) -> Opened:
    rows = _rows(found.get("rows"))
    table = table_of(str(found.get("table") or name))
    name, company = str(found.get("id") or ""), str(found.get("company") or "")
    plant = found.get("plant")
    told = plant if isinstance(plant, Mapping) else {}
    return Opened(table, rows, "generic", name, company, plant=told)


def _unsealed(text: str, secret: Secret) -> bytes:
    cipher = str(secret.get("cipher") or "AES-CBC")
    try:
        return opened(cipher, b64decode(text, validate=True), secret)
    except BadKey as error:
        raise Unreadable(str(error)) from error
    except Exception as error:  # padding, tag, Base64: all say the same
        raise Unreadable("密文解不开，请核对密钥、IV 和加密方式") from error


def _parts(kind: str, body: bytes) -> tuple[bytes, dict[str, bytes]]:
    """RFC 7578: the part "data", and files by their name."""
    message = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
    data, files = b"", {}
    for part in message.iter_parts():
        content = part.get_payload(decode=True)
        content = content if isinstance(content, bytes) else b""
        if name := part.get_filename():
            files[name.replace("%22", '"')] = content
        else:
            data = content
    return data, files


def _with_files(made: Opened, files: Mapping[str, bytes]) -> Opened:
    """A column that names a part carries its content, as if it had come in Base64."""
    if not files:
        return made

    def filled(row: Mapping[str, Any]) -> dict[str, Any]:
        return {key: _content(value, files) for key, value in row.items()}

    rows = [filled(one) for one in made.rows]
    return replace(made, rows=rows)


def _content(value: Any, files: Mapping[str, bytes]) -> Any:
    known = isinstance(value, str) and value in files
    return b64encode(files[value]).decode() if known else value
