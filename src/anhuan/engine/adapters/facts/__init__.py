"""What the alarm of each decision says: its kind, title, text, place and people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from anhuan.engine.adapters.around import Around
from anhuan.engine.adapters.facts import crossing, people, places, vehicles
from anhuan.engine.adapters.facts.facts import Facts

FACTS: dict[str, Callable[[Around, Any], Facts]] = {
    "over_count": places.over_count,
    "under_count": places.under_count,
    "crowding": places.crowding,
    "entered": crossing.entered,
    "left": crossing.left,
    "strayed": crossing.strayed,
    "left_plant": crossing.left_plant,
    "detoured": crossing.detoured,
    "job_left": crossing.job_left,
    "guard_inside": crossing.guard_inside,
    "intruded": crossing.intruded,
    "near_high_risk": crossing.near_high_risk,
    "absent": people.absent,
    "still": people.still,
    "overstayed": people.overstayed,
    "signal_lost": people.signal_lost,
    "overspeed": people.overspeed,
    "off_route": vehicles.off_route,
    "illegal_parking": vehicles.parked,
    "parked_too_long": vehicles.overdue,
}

__all__ = ["FACTS", "Facts"]
