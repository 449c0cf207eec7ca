"""What devices say, read strictly: a value of the contract comes out, or why not.

docs/reference/contracts.md has the forms; reasons are its codes.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import orjson

from anhuan.kernel import clock
from anhuan.kernel.geo import Georeference

LONGEST = 512 * 1024  # bytes of a message; a thousand tags with eight ranges each fit in
KEYS = ("sos", "call", "fall")
FAR_M = 100_000.0  # further from the plant's origin nobody is
GNSS_R68_M = 5.0  # of a position that does not say how good it is


class Refused(Exception):
    """Why something was not taken: a reason code, and what a person should know."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


class Message(NamedTuple):
    """A message as it lies in the stream."""

    seq: int
    at_ms: int  # when the server stored it
    subject: str
    data: bytes

    @property
    def family(self) -> str:
        """ranging, location, button or status."""
        return self.subject.split(".")[2] if self.subject.count(".") >= 2 else ""

    @property
    def source(self) -> str:
        """Who sent it: gateway, provider, tag or device."""
        return self.subject.split(".", 3)[3] if self.subject.count(".") >= 3 else ""


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a tag going down or up. t_ms None: the device did not say when."""

    name: str
    pressed: bool
    t_ms: int | None


class Spot(NamedTuple):
    """A position solved elsewhere, in plant metres; floor 0: not known."""

    tags: tuple[str, ...]  # what it may call itself, best first
    t_ms: int
    x: float
    y: float
    floor: int
    r68_m: float


def entries(data: bytes) -> list[dict[str, Any]]:
    """The message as a list of objects; a single object counts as a list of one."""
    if len(data) > LONGEST:
        raise Refused("too_large", f"{len(data)} bytes")
    value = parsed(data)
    found = value if isinstance(value, list) else [value]
    if not all(isinstance(one, dict) for one in found):
        raise Refused("bad_shape", "not an object, or a list of objects")
    return found


def parsed(data: bytes) -> Any:
    """JSON; numbers that are none (NaN, Infinity) get their own reason."""
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as error:
        if b"NaN" in data or b"Infinity" in data:
            try:
                json.loads(data)
            except (ValueError, RecursionError):
                pass
            else:
                raise Refused("not_finite", "NaN or Infinity") from error
        raise Refused("bad_json", str(error)) from error


def moment_ms(value: Any) -> int:
    """An ISO 8601 time with an offset as epoch milliseconds."""
    if not isinstance(value, str):
        raise Refused("bad_shape", "t is not an ISO 8601 time")
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise Refused("bad_shape", f"t is not an ISO 8601 time: {value[:40]}") from None
    if moment.tzinfo is None:
        raise Refused("bad_shape", f"t has no offset from UTC: {value[:40]}")
    try:
        return clock.to_ms(moment)
    except (OverflowError, ValueError):
        raise Refused("out_of_range", f"t: {value[:40]}") from None


def battery(entry: dict[str, Any]) -> int | None:
    """battery_pct as a whole number in 0..100; nothing when absent or nonsense."""
    value = entry.get("battery_pct")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return round(min(max(value, 0), 100)) if math.isfinite(value) else None


def key_of(entry: dict[str, Any]) -> Key:
    """A key press. A device with a broken clock must still be able to call for help."""
    name = entry.get("key")
    if name not in KEYS:
        raise Refused("bad_shape", f"key: {str(name)[:40]}")
    try:
        t_ms = moment_ms(entry.get("t"))
    except Refused:
        t_ms = None
    return Key(name, entry.get("pressed", True) is not False, t_ms)


def spot_of(entry: dict[str, Any], georeference: Georeference | None) -> Spot:
    """An omlox Location in plant metres. omlox counts floors from 0, the plant from 1."""
    names = tuple(str(entry[k]) for k in ("provider_id", "source") if entry.get(k))
    if not names:
        raise Refused("bad_shape", "neither provider_id nor source")
    x, y = _point(entry)
    if entry.get("crs") != "local":
        if georeference is None:
            raise Refused("bad_shape", "the site has no georeference")
        x, y = georeference.to_plant(x, y)
    r68 = entry.get("accuracy", GNSS_R68_M)
    if not _is_number(r68):
        raise Refused("bad_shape", "accuracy is not a number")
    if not all(map(math.isfinite, (x, y, r68))):
        raise Refused("not_finite", "position or accuracy")
    if not (abs(x) < FAR_M and abs(y) < FAR_M and 0 <= r68 < FAR_M):
        raise Refused("out_of_range", f"{x:.0f}, {y:.0f} ± {r68:.0f} m")
    return Spot(names, _time_of(entry), x, y, _floor(entry.get("floor")), max(float(r68), 0.1))


def is_backlog(entry: dict[str, Any]) -> bool:
    """Whether the device kept this position while it could not reach us."""
    properties = entry.get("properties")
    return isinstance(properties, dict) and properties.get("backlog") is True


def _point(entry: dict[str, Any]) -> tuple[float, float]:
    position = entry.get("position")
    where = position.get("coordinates") if isinstance(position, dict) else None
    if not isinstance(where, list) or len(where) < 2 or not all(map(_is_number, where[:2])):
        raise Refused("bad_shape", "position is not a GeoJSON Point")
    return float(where[0]), float(where[1])


def _time_of(entry: dict[str, Any]) -> int:
    return moment_ms(entry.get("timestamp_generated") or entry.get("timestamp_sent"))


def _floor(value: Any) -> int:
    if not _is_number(value) or not math.isfinite(value) or abs(value) > 60:
        return 0
    return int(value) + 1 if value >= 0 else math.floor(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def faults_of(entry: dict[str, Any]) -> list[str] | None:
    """The list of faults, short; None when the device does not speak of faults."""
    value = entry.get("faults")
    if not isinstance(value, list):
        return None
    return [str(one)[:60] for one in value[:20]]


def observations(entry: dict[str, Any]) -> list[dict[str, Any]]:
    """The observations of a range report, each an object."""
    obs = entry.get("obs")
    if not isinstance(obs, list) or not obs or not all(isinstance(one, dict) for one in obs):
        raise Refused("bad_shape", "obs is not a list of objects")
    return obs
