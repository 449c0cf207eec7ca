"""Boxes of a form that nobody has to type."""

from datetime import datetime
from typing import Any

from anhuan.domains.permits.models import (
    Part,
    Permit,
    PermitPerson,
)

_PEOPLE = {
    "workers": Part.WORKER, "guardians": Part.GUARDIAN, "slingers": Part.SLINGER,
}  # fmt: skip
_PERSON = {"work_leader": Part.WORK_LEADER, "commander": Part.COMMANDER}


def boxes_of(permit: Permit, people: list[PermitPerson], now: datetime) -> dict[str, Any]:
    """Boxes nobody has to type: times, places, units, people."""
    found: dict[str, Any] = {
        "apply_unit": permit.unit.name, "work_unit": permit.work_unit, "content": permit.content,
        "apply_at": (permit.applied_at or now).isoformat(), "place": permit.place,
        "starts_at": permit.starts_at.isoformat(), "ends_at": permit.ends_at.isoformat(),
    }  # fmt: skip
    for key, part in _PEOPLE.items():
        found[key] = [str(one.person_id) for one in people if one.part == part]
    for key, part in _PERSON.items():
        found[key] = next((str(one.person_id) for one in people if one.part == part), "")
    return found
