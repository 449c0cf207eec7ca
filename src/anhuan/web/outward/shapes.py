"""The bodies of `anhuan/v1/out/*`. Pure: names instead of our ids, degrees beside plant metres."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from anhuan.kernel import clock
from anhuan.kernel.geo import Georeference

MOST_ROWS = 2000  # in one message; the server takes 1 MiB
KINDS = ("staff", "contractor", "visitor", "vehicle")


@dataclass(frozen=True, slots=True)
class Names:
    """What our ids are called, for one company."""

    earth: Georeference | None = None
    tags: Mapping[str, tuple[str, str | None, str | None]] = field(default_factory=dict)
    areas: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # code, name


def positions(company: str, frame: Mapping[str, Any], names: Names) -> Iterator[dict[str, Any]]:
    """One message for each `MOST_ROWS` tags that changed."""
    rows = [row for one in frame["rows"] if (row := _position(one, names))]
    for at in range(0, len(rows), MOST_ROWS):
        yield {"company": company, "t": frame["t"], "rows": rows[at : at + MOST_ROWS]}


def _position(row: list[Any], names: Names) -> dict[str, Any] | None:
    tag, t_ms, x_m, y_m, floor, r68_m, speed_mps, area, state = row[:9]
    if tag not in names.tags:
        return None
    number, holder, kind = names.tags[tag]
    lon, lat = names.earth.to_lonlat(x_m, y_m) if names.earth else (None, None)
    return {
        "tag": number,
        "holder": holder,
        "kind": kind,
        "t": clock.from_ms(t_ms).isoformat(timespec="milliseconds"),
        "x_m": x_m,
        "y_m": y_m,
        "floor": floor,
        "lon": None if lon is None else round(lon, 8),
        "lat": None if lat is None else round(lat, 8),
        "r68_m": r68_m,
        "speed_mps": speed_mps,
        "area": names.areas[area][0] if area in names.areas else None,
        "state": state,
    }


def counts(company: str, frame: Mapping[str, Any], names: Names) -> dict[str, Any]:
    """Head counts of the plant and of each area with anybody in it."""
    known = (
        (names.areas[one], found) for one, found in frame["areas"].items() if one in names.areas
    )
    return {
        "company": company,
        "t": frame["t"],
        "total": _kinds(frame["total"]),
        "areas": [{"code": code, "name": name} | _kinds(found) for (code, name), found in known],
    }


def _kinds(found: Mapping[str, int]) -> dict[str, int]:
    return {kind: found.get(kind, 0) for kind in KINDS}


def alarms(company: str, kind: str, at: str, cards: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """`kind` "state": every open alarm; else what happened to the one alarm."""
    plain = [{name: value for name, value in card.items() if name != "url"} for card in cards]
    return {"company": company, "t": at, "type": kind, "alarms": plain}
