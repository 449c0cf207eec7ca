"""What the engine remembers of the alarms it has raised, over restarts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

UPDATE_EVERY_MS = 5_000  # a number of people that changes is written so often at most


@dataclass(slots=True)
class Standing:
    """One condition that was raised and has not ended."""

    rule: str
    onset_ms: int
    alarm_id: str
    text: str = ""
    zone: str = ""
    tag: str = ""
    told_ms: int = 0  # the last update
    count: int = 0
    grade: int = 0  # of a gathering: the gravest so far
    is_event: bool = False  # a crossing that lasted
    told_tags: list[str] = field(default_factory=list)  # whose device has been told
    inputs: dict[str, Any] = field(default_factory=dict)  # why it was raised
    evacuates: str = ""  # the gas alarm that makes a gathering leave


@dataclass(slots=True)
class Book:
    """All standing conditions, and tags of which something was said once."""

    standing: dict[str, Standing] = field(default_factory=dict)
    low: dict[str, int] = field(default_factory=dict)  # tag: since when its battery is low
    nobodys: dict[str, int] = field(default_factory=dict)  # tag without holder: first heard

    def dump(self) -> dict[str, Any]:
        """For the checkpoint."""
        rows = {condition: asdict(one) for condition, one in self.standing.items()}
        return {"standing": rows, "low": self.low, "nobodys": self.nobodys}

    def load(self, plain: Mapping[str, Any]) -> None:
        """Undo `dump`."""
        self.standing = {key: Standing(**row) for key, row in plain["standing"].items()}
        self.low, self.nobodys = dict(plain["low"]), dict(plain["nobodys"])

    def of_rule(self, *rules: str) -> Iterable[tuple[str, Standing]]:
        """Standing conditions of these rules."""
        return [(key, one) for key, one in self.standing.items() if one.rule in rules]
