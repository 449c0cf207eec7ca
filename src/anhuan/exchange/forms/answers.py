"""Reading what a receiver answers: where it says how it went is told by the options of its form.

code_path: data.code      ok_codes: ["0", "200"]      text_path: data.msg
receipt_path: data.receipt
rows_path: data.errors    row_key: UUID (or index)    row_text: msg
"""

import json
from collections.abc import Mapping
from typing import Any

from anhuan.domains.reporting.rules.outcomes import ACCEPTED, BROKEN, REFUSED, UNSURE, Outcome
from anhuan.exchange.forms.message import Message, Settings

_LATER = {401, 403, 404, 405, 407, 408, 425, 429}  # ours to put right, or theirs to be free again
_OK = ("0", "200", "00000", "success", "true", "ok")
_MOST = 500


def read_http(status: int, body: bytes, message: Message, settings: Settings) -> Outcome:
    """By the status first, by the words of a good one then."""
    said = _words(body, settings)
    if status >= 500:
        return Outcome(BROKEN, f"HTTP {status} {said}".strip())
    if status in _LATER or 300 <= status < 400:
        return Outcome(UNSURE, f"HTTP {status}，请核对地址、令牌或稍后再试 {said}".strip())
    if status >= 400:
        return Outcome(REFUSED, f"HTTP {status} {said}".strip())
    return read_words(body, message, settings)


def _words(body: bytes, settings: Settings) -> str:
    """What it says went wrong, without the JSON around it."""
    try:
        found = json.loads(body)
    except ValueError:
        return _short(body)
    text = _first(found, settings.get("text_path"), "msg", "message", "data.msg")
    return str(text)[:_MOST] if text else _short(body)


def read_words(body: bytes, message: Message, settings: Settings) -> Outcome:
    """The JSON of an answer."""
    try:
        found = json.loads(body)
    except ValueError:
        return Outcome(BROKEN, f"答复不是 JSON：{_short(body)}")
    code = str(_first(found, settings.get("code_path"), "code", "data.code", "status")).lower()
    text = str(_first(found, settings.get("text_path"), "msg", "message", "data.msg") or "")
    known = [str(one).lower() for one in settings.get("ok_codes", _OK)]
    if code not in known:
        return Outcome(REFUSED, f"{code} {text}".strip()[:_MOST])
    receipt = _first(found, settings.get("receipt_path"), "receipt", "data.receipt")
    rows = _refused(found, message, settings)
    proof = _short(body) if receipt is None else str(receipt)
    return Outcome(ACCEPTED, text[:_MOST], proof, rows, _spans(found))


def _spans(found: Any) -> list[tuple[int, int]]:
    """Numbers it lacks, as our own receiver says them."""
    given = found.get("missing") if isinstance(found, Mapping) else None
    return [
        (one[0], one[1])
        for one in (given if isinstance(given, list) else [])[:100]
        if isinstance(one, list) and len(one) == 2 and all(isinstance(n, int) for n in one)
    ]


def _refused(found: Any, message: Message, settings: Settings) -> dict[int, str]:
    """Rows refused alone, by their place."""
    lines = _first(found, settings.get("rows_path"), "errors", "data.errors")
    places = {meta.key: place for place, meta in enumerate(message.metas)}
    refused: dict[int, str] = {}
    for line in lines if isinstance(lines, list) else []:
        if isinstance(line, Mapping):
            named = line.get(settings.get("row_key", "UUID"), line.get("index"))
            place = named if isinstance(named, int) else places.get(str(named))
            if place is not None and 0 <= place < len(message.rows):
                why = line.get(settings.get("row_text", "msg")) or "被退回"
                refused[place] = str(why)[:_MOST]
    return refused


def _first(found: Any, *paths: str | None) -> Any:
    for path in paths:
        if path and (value := _at(found, path)) is not None:
            return value
    return None


def _at(found: Any, path: str) -> Any:
    for part in path.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def _short(body: bytes) -> str:
    return body[:_MOST].decode("utf-8", "replace").strip()
