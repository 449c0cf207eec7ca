"""Plain values as JSON."""

import json
from typing import Any

import orjson


def dumps(value: Any) -> bytes:
    """JSON; whole numbers beyond 64 bits, which a client may have put in properties, included."""
    try:
        return orjson.dumps(value)
    except TypeError:
        return json.dumps(value, ensure_ascii=False).encode()
