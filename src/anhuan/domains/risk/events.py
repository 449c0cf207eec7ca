"""What the risk slice tells the rest of the house, and what it owes the province."""

from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import UUID

from anhuan.kernel.events import Event


@dataclass(frozen=True, slots=True)
class RegisterChanged(Event):
    """Something of an object's branch changed: tasks, suggestions and maps read again."""

    type: ClassVar[str] = "risk.register.changed"
    object: UUID
    level: str


@dataclass(frozen=True, slots=True)
class RowReady(Event):
    """A row of tables 1 to 3 of annex 2, as it is to be sent; `faults`: why it cannot be yet.

    `DELETED` is "1" for what was retired; a row once sent is never left out again.
    """

    type: ClassVar[str] = "risk.row"
    table: str  # DUAL_T1, DUAL_T2, DUAL_T3
    line: UUID
    row: dict[str, Any]
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SourceJudged(Event):
    """A unit was judged by GB 18218; level 0: not a major hazard source."""

    type: ClassVar[str] = "risk.source.judged"
    identification: UUID
    level: int


@dataclass(frozen=True, slots=True)
class HolderChanged(Event):
    """A responsible person of a major hazard source changed; to be registered by `due_on`."""

    type: ClassVar[str] = "risk.holder.changed"
    source: UUID
    role: str
    person: UUID | None
    due_on: str


@dataclass(frozen=True, slots=True)
class DutyDone(Event):
    """A duty of a responsible person was recorded for its period."""

    type: ClassVar[str] = "risk.duty.done"
    source: UUID
    duty: str
    person: UUID | None
    first: str
    is_late: bool
