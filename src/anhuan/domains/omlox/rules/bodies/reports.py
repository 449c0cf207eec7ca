"""Location and Proximity: where somebody is, as another system says it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from anhuan.domains.omlox.rules.bodies.parts import READERS, TYPES, crs_of
from anhuan.domains.omlox.rules.places import LOCAL
from anhuan.domains.omlox.rules.reading import Fields
from anhuan.kernel import clock
from anhuan.kernel.errors import Blocker, Refused, refuse, refuse_if_any
from anhuan.kernel.geometry import Point

NEAR_TYPES = (*READERS, "virtual", "unknown")
MOST_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Reported:
    """A position, or the nearness to a reader, as a client reported it."""

    provider_id: str
    source: str
    at: datetime | None
    position: Point | None = None  # None: near the reader `source`
    crs: str = LOCAL
    accuracy_m: float | None = None
    floor: float | None = None
    body: dict[str, Any] = field(default_factory=dict)


def read_location(body: Any) -> Reported:
    """A Location. Its crs is 'local' unless it says otherwise (omlox Hub 2.0, Location.crs)."""
    fields = Fields(body)
    fields.choice("provider_type", TYPES, required=True)
    found = Reported(
        fields.text("provider_id", required=True),
        fields.text("source", required=True),
        _moment(fields),
        fields.point("position", required=True),
        crs_of(fields) or LOCAL,
        fields.number("accuracy", 0, 1e5),
        fields.number("floor", -60, 200),
        fields.body,
    )
    fields.mapping("properties")
    fields.done()
    return found


def read_proximity(body: Any) -> Reported:
    """A Proximity: `source` is the reader that saw the provider."""
    fields = Fields(body)
    fields.choice("provider_type", NEAR_TYPES, required=True)
    provider, source = (
        fields.text("provider_id", required=True),
        fields.text("source", required=True),
    )
    found = Reported(
        provider, source, _moment(fields), accuracy_m=fields.number("accuracy", 0, 1e5),
        body=fields.body,
    )  # fmt: skip
    fields.done()
    return found


def read_many(body: Any, read: Callable[[Any], Reported]) -> list[Reported]:
    """A list of them; every reason names its place in the list."""
    if not isinstance(body, list) or len(body) > MOST_AT_ONCE:
        raise refuse("bad_body", f"应是列表，一次最多 {MOST_AT_ONCE} 条")
    found: list[Reported] = []
    wrong: list[Blocker] = []
    for number, one in enumerate(body, start=1):
        try:
            found.append(read(one))
        except Refused as refused:
            wrong += [Blocker(b.code, f"第 {number} 条：{b.text}") for b in refused.blockers]
    refuse_if_any(wrong[:20])
    return found


def _moment(fields: Fields) -> datetime | None:
    """When it was measured; sent, when that is not said."""
    found = [_time(fields, name) for name in ("timestamp_generated", "timestamp_sent")]
    return found[0] or found[1]


def _time(fields: Fields, name: str) -> datetime | None:
    text = fields.text(name)
    try:
        moment = datetime.fromisoformat(text) if text else None
        if moment and moment.tzinfo and clock.to_ms(moment) >= 0:
            return moment
    except (ValueError, OverflowError):
        moment = None
    if text:
        fields.wrong(name, f"{name} 应写成 2026-11-21T08:00:00.123Z")
    return None
