"""Reading one JSON object field by field; everything wrong with it comes out at once.

An absent field and `null` are the same: omlox writes both for "not set".
"""

import math
from collections.abc import Collection
from typing import Any

from anhuan.kernel.errors import Blocker, refuse_if_any

LONGEST_TEXT = 500


class Fields:
    """The fields of `body`; `done` refuses with every reason found on the way."""

    def __init__(self, body: Any) -> None:
        self.blockers: list[Blocker] = []
        self.body: dict[str, Any] = body if isinstance(body, dict) else {}
        if not isinstance(body, dict):
            self.wrong("body", "请求体应是一个 JSON 对象")

    def wrong(self, name: str, text: str) -> None:
        """Note a reason."""
        self.blockers.append(Blocker(f"bad_{name}", text))

    def done(self) -> None:
        """Refuse if anything was wrong."""
        refuse_if_any(self.blockers)

    def has(self, name: str) -> bool:
        """Whether the field is set."""
        return self.body.get(name) is not None

    def text(self, name: str, *, required: bool = False, longest: int = LONGEST_TEXT) -> str:
        """A string; "" when absent."""
        value = self._value(name, required)
        if value is None:
            return ""
        if not isinstance(value, str) or len(value) > longest or (required and not value.strip()):
            self.wrong(name, f"{name} 应是不超过 {longest} 个字的文字")
            return ""
        return value

    def choice(self, name: str, among: Collection[str], *, required: bool = False) -> str:
        """One of some strings; "" when absent."""
        value = self._value(name, required)
        if value is not None and value not in among:
            self.wrong(name, f"{name} 只能是 {'、'.join(among)} 之一")
            return ""
        return value or ""

    def number(self, name: str, least: float = -1e12, most: float = 1e12) -> float | None:
        """A finite number within limits; None when absent."""
        value = self._value(name, False)
        if value is None:
            return None
        if not is_number(value) or not least <= value <= most:
            self.wrong(name, f"{name} 应是 {least:g} 到 {most:g} 的数")
            return None
        return float(value)

    def flag(self, name: str) -> bool:
        """A truth value; False when absent."""
        value = self._value(name, False)
        if value is not None and not isinstance(value, bool):
            self.wrong(name, f"{name} 应是 true 或 false")
        return value is True

    def mapping(self, name: str) -> dict[str, Any]:
        """A JSON object, kept as it is; empty when absent."""
        value = self._value(name, False)
        if value is None:
            return {}
        if not isinstance(value, dict):
            self.wrong(name, f"{name} 应是 JSON 对象")
            return {}
        return value

    def texts(self, name: str) -> list[str]:
        """A list of strings; empty when absent."""
        value = self._value(name, False)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.wrong(name, f"{name} 应是文字的列表")
            return []
        return value

    def point(self, name: str, *, required: bool = False) -> tuple[float, float] | None:
        """The first two numbers of a GeoJSON Point; None when absent."""
        value = self._value(name, required)
        if value is None:
            return None
        found = pair(value.get("coordinates")) if isinstance(value, dict) else None
        if found is None or value.get("type") != "Point":
            self.wrong(name, f"{name} 应是 GeoJSON 的 Point")
            return None
        return found

    def _value(self, name: str, required: bool) -> Any:
        value = self.body.get(name)
        if value is None and required and isinstance(self.body, dict):
            self.wrong(name, f"缺少 {name}")
        return value


def is_number(value: Any) -> bool:
    """A finite number that is no truth value."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def pair(value: Any) -> tuple[float, float] | None:
    """[x, y] or [x, y, z] as (x, y); None when it is neither."""
    if not isinstance(value, list) or not 2 <= len(value) <= 3 or not all(map(is_number, value)):
        return None
    return float(value[0]), float(value[1])
