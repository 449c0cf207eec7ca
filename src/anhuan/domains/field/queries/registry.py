"""What the other slices add to the field app; `web/wiring.py` fills it when the process starts."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from anhuan.domains.field.models import FieldFile
from anhuan.domains.org.models import Account
from anhuan.kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class Done:
    """A deed as a slice gets it. `payload` came from a phone: check it like a form."""

    id: UUID
    kind: str
    payload: Mapping[str, Any]
    happened_at: datetime  # the true time, ± doubt_s
    doubt_s: float
    doubts: tuple[str, ...]  # keys of `rules.times.LABELS`
    received_at: datetime
    device_id: UUID | None
    files: Mapping[UUID, FieldFile]  # all complete, all of this account
    device_ms: int = 0  # the phone's own clock then, to set its files' times against


@dataclass(frozen=True, slots=True)
class Kind:
    """An operation the app knows: who may, and what is done. `Refused` is kept as its answer.

    `at_once`: it grants something, so it counts only when it is sent the moment it is done.
    `refused`: what a refusal itself sets off, after everything the deed wrote was rolled back.
    """

    right: str
    do: Callable[[Account, Done], Mapping[str, Any] | None]
    at_once: bool = False
    refused: Callable[[Account, Done, Refused], None] | None = None


@dataclass(frozen=True, slots=True)
class Todo:
    """Something somebody has to do; `screen` is a path of the app, `data` what it needs offline."""

    id: str
    source: str
    title: str
    text: str
    priority: int  # 1 most urgent … 4, as alarms
    screen: str
    at: datetime | None = None
    due: datetime | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class View:
    """Something the app reads by name: `GET /api/v1/field/views/{name}`."""

    right: str
    read: Callable[[Account, Mapping[str, str], datetime], Mapping[str, Any]]


TodoSource = Callable[[Account, datetime], Iterable[Todo]]
OPERATIONS: dict[str, Kind] = {}
TODOS: list[TodoSource] = []
VIEWS: dict[str, View] = {}


def register(
    operations: Mapping[str, Kind], todos: Iterable[TodoSource], views: Mapping[str, View]
) -> None:
    """Take all of them over; what was registered before is forgotten."""
    OPERATIONS.clear()
    OPERATIONS.update(operations)
    TODOS[:] = todos
    VIEWS.clear()
    VIEWS.update(views)
