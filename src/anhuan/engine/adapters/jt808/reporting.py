"""Positions of terminals as the engine takes them: messages for the stream INGEST."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from anhuan.engine.adapters.jt808.registry import Enrolled
from anhuan.engine.core.jt808 import Position
from anhuan.kernel import clock
from anhuan.kernel.geo import gcj02_to_wgs84

AT_ONCE = 500  # positions in one message
LIVE_MS = 60_000
FEW_SATELLITES, GOOD_M, POOR_M = 6, 5.0, 15.0  # 68 % radius; terminals state none


@dataclass(frozen=True, slots=True)
class Told:
    """One message for INGEST. `key`: the same for the same news, so that it is stored once."""

    subject: str
    payload: bytes
    key: str


def places(terminal: Enrolled, positions: Iterable[Position], now_ms: int) -> Iterator[Told]:
    """Measured positions as omlox Locations, oldest first."""
    fixed = sorted((one for one in positions if one.is_fixed), key=lambda one: one.t_ms)
    for first in range(0, len(fixed), AT_ONCE):
        some = fixed[first : first + AT_ONCE]
        body = [location(terminal, one, now_ms) for one in some]
        key = f"{terminal.phone}:{some[0].t_ms}:{some[-1].t_ms}:{len(some)}"
        yield Told(f"in.v1.location.{terminal.phone}", orjson.dumps(body), key)


def location(terminal: Enrolled, position: Position, now_ms: int) -> dict[str, Any]:
    """One omlox Location, WGS 84. An old one was kept by the terminal: satellites set its clock."""
    lon, lat = position.lon_deg, position.lat_deg
    if is_shifted(terminal, position):
        lon, lat = gcj02_to_wgs84(lon, lat)
    few = position.satellites is not None and position.satellites < FEW_SATELLITES
    return {
        "position": {"type": "Point", "coordinates": [round(lon, 7), round(lat, 7)]},
        "source": terminal.phone,
        "provider_type": "gps",
        "provider_id": terminal.tag,
        "timestamp_generated": clock.from_ms(position.t_ms).isoformat(),
        "crs": "EPSG:4326",
        "accuracy": POOR_M if few else GOOD_M,
        "floor": 0,
        "speed": round(position.speed_kmh / 3.6, 2),
        "course": position.course_deg % 360,
        "properties": {"backlog": now_ms - position.t_ms > LIVE_MS},
    }


def is_shifted(terminal: Enrolled, position: Position) -> bool:
    """Whether its degrees are GCJ-02: by the terminal's setting, or by what it says itself."""
    if terminal.coordinates == "stated":
        return position.is_shifted
    return terminal.coordinates == "gcj02"


def status(terminal: Enrolled, faults: Sequence[str], now_ms: int) -> Told:
    """The terminal is there, and what is wrong with it."""
    at = clock.from_ms(now_ms).isoformat()
    body = {"t": at, "online": True, "faults": list(faults)}
    return Told(f"in.v1.status.{terminal.tag}", orjson.dumps(body), f"{terminal.phone}:s:{now_ms}")


def emergency(terminal: Enrolled, t_ms: int, *, pressed: bool) -> Told:
    """The driver's emergency key."""
    body = {"t": clock.from_ms(t_ms).isoformat(), "key": "sos", "pressed": pressed}
    key = f"{terminal.phone}:e:{t_ms}:{pressed}"
    return Told(f"in.v1.button.{terminal.tag}", orjson.dumps(body), key)
