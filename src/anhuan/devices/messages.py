"""What devices say, as docs/reference/contracts.md spells it: topics and payloads."""

from datetime import UTC, datetime
from typing import Any

from anhuan.devices.plant.site import SITE
from anhuan.devices.timeline import Place

Payload = dict[str, Any]
ROOT = "anhuan/v1"


def iso(t_s: float) -> str:
    """Seconds since 1970 as ISO 8601 UTC with milliseconds."""
    return datetime.fromtimestamp(t_s, UTC).isoformat(timespec="milliseconds")[:-6] + "Z"


def ranging_topic(gateway: str) -> str:
    """Where a gateway puts range reports."""
    return f"{ROOT}/ranging/{gateway}"


def status_topic(device: str) -> str:
    """Where a device's health goes."""
    return f"{ROOT}/status/{device}"


def button_topic(tag: str) -> str:
    """Where a tag's keys go."""
    return f"{ROOT}/button/{tag}"


def location_topic(provider: str) -> str:
    """Where a provider that locates by itself puts positions."""
    return f"{ROOT}/location/{provider}"


def status(
    t_s: float, *, online: bool, battery_pct: int | None = None, faults: tuple[str, ...] = ()
) -> Payload:
    """A device's health."""
    payload: Payload = {"t": iso(t_s), "online": online, "faults": list(faults)}
    return payload if battery_pct is None else {**payload, "battery_pct": battery_pct}


def button(t_s: float, *, pressed: bool, key: str = "sos") -> Payload:
    """A key (sos, call) going down or up; `fall` is what the tag itself feels."""
    return {"t": iso(t_s), "key": key, "pressed": pressed}


def gate_topic(gate: str) -> str:
    """Where a gate tells who went through."""
    return f"{ROOT}/gate/{gate}"


def passage(t_s: float, person: str, way: str) -> Payload:
    """Somebody, by personnel number, through a gate: `way` in or out."""
    return {"t": iso(t_s), "person": person, "way": way}


def answer(t_s: float, words: str) -> Payload:
    """The wearer has read the words with this id."""
    return {"t": iso(t_s), "key": "ack", "id": words}


def location(tag: str, t_s: float, place: Place, speed_mps: float) -> Payload:
    """An omlox Location from a GNSS box; omlox counts floors from 0."""
    lon, lat = SITE.georeference.to_lonlat(place.x_m, place.y_m)
    return {
        "position": {"type": "Point", "coordinates": [round(lon, 8), round(lat, 8)]},
        "source": tag,
        "provider_type": "gps",
        "provider_id": tag,
        "timestamp_generated": iso(t_s),
        "crs": "EPSG:4326",
        "accuracy": 2.5,
        "floor": 0,
        "speed": round(speed_mps, 2),
    }
