"""How a plant controls its major risks, by what it reports of dual prevention (tables 1 to 6): for
the park's list of them and for the duties of who answers for each (AQ 3064.1-2025 5.2.2, 5.2.3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

STATES = {
    "major": ("重大隐患未闭环", "p1"), "overdue": ("隐患整改超期", "p2"),
    "late": ("排查任务超期", "p3"), "mending": ("隐患整改中", "p4"),
    "untasked": ("没有排查任务", "off"), "held": ("受控", "good"),
}  # fmt: skip
"""The gravest first; word and tone."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of risk analysis. `late`: tasks whose time has passed since the last check, or that
    nobody has checked; hazards are those found at its measures and still open."""

    enterprise: UUID
    plant: str
    name: str
    department: str
    person: str
    events: int
    measures: int
    tasks: int
    late: int
    hazards: int
    overdue: int
    major: int


@dataclass(frozen=True, slots=True)
class Duty:
    """All units one person of a plant answers for."""

    enterprise: UUID
    plant: str
    person: str
    units: int
    tasks: int
    late: int
    hazards: int
    overdue: int

    @property
    def done_pct(self) -> float | None:
        """Tasks done in their time, of all; None without any."""
        return round(100 * (self.tasks - self.late) / self.tasks, 1) if self.tasks else None


def state_of(one: Unit) -> str:
    """The gravest that holds."""
    holds = {
        "major": one.major, "overdue": one.overdue, "late": one.late, "mending": one.hazards,
        "untasked": not one.tasks, "held": True,
    }  # fmt: skip
    return next(state for state in STATES if holds[state])


def duties_of(units: Iterable[Unit]) -> list[Duty]:
    """By plant and person, who has most undone first."""
    mine: dict[tuple[UUID, str], list[Unit]] = {}
    for one in units:
        mine.setdefault((one.enterprise, one.person), []).append(one)
    found = [
        Duty(plant, some[0].plant, person, len(some), *(
            sum(getattr(one, name) for one in some)
            for name in ("tasks", "late", "hazards", "overdue")))
        for (plant, person), some in mine.items()
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.overdue, -one.late, one.plant, one.person))
