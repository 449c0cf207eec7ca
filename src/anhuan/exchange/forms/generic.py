"""A form written in the options: any JSON with places for the rows and what stands around them.

template: {"head": {"ent": "{company}", "id": "{id}"}, "body": {"list": "{rows}"}}
"""

from base64 import b64encode
from typing import Any

from anhuan.exchange.forms.ciphers import sealed
from anhuan.exchange.forms.headers import headers
from anhuan.exchange.forms.message import Call, Message, Secret, Settings
from anhuan.exchange.forms.plain import as_json

TEMPLATE: dict[str, Any] = {
    "id": "{id}", "table": "{table}", "company": "{company}", "park": "{park}", "time": "{time}",
    "rows": "{rows}",
}  # fmt: skip


def generic(message: Message, settings: Settings, secret: Secret) -> Call:
    """A place that is the whole text takes the value itself, within a text its words."""
    rows: Any = list(message.rows)
    if (cipher := str(settings.get("cipher", "none"))) != "none":
        rows = b64encode(sealed(cipher, as_json(rows), secret)).decode()
    places = {
        "{id}": message.id, "{table}": message.table, "{name}": message.name,
        "{company}": message.company_code, "{park}": message.park_code,
        "{time}": message.made_at, "{rows}": rows,
        "{row}": rows[0] if isinstance(rows, list) and rows else rows,
    }  # fmt: skip
    body = _filled(settings.get("template", TEMPLATE), places)
    if message.plant and "template" not in settings:
        body["plant"] = dict(message.plant)
    return Call(as_json(body), message.name, headers(message, settings, secret))


def _filled(one: Any, places: dict[str, Any]) -> Any:
    if isinstance(one, dict):
        return {key: _filled(value, places) for key, value in one.items()}
    if isinstance(one, list):
        return [_filled(value, places) for value in one]
    if not isinstance(one, str):
        return one
    if one in places:
        return places[one]
    for place, value in places.items():
        if place in one and isinstance(value, str):
            one = one.replace(place, value)
    return one
