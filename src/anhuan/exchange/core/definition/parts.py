"""What a definition says, once it has been read."""

from dataclasses import dataclass, field
from typing import Any

from anhuan.exchange.core.conflict import Policy
from anhuan.exchange.core.transforms import Chain
from anhuan.exchange.core.transforms.routing import Condition


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a source. `key` empty: its primary key; `target`: its name over there."""

    name: str
    key: tuple[str, ...] = ()
    target: str = ""
    compare: tuple[str, ...] = ()  # columns a proof looks at; needed where rows are transformed


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where something is. `options` are those of its kind; secrets still by name."""

    kind: str
    url: str
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Route:
    """One destination of a pipe, and what goes there."""

    to: str
    transport: Endpoint
    when: Condition | None = None
    batch: int = 2000  # messages
    in_flight: int = 1  # batches under way at once
    compare_every_s: int = 0  # 0: only when asked
    mends: bool = True  # what a comparison finds is sent again at once; else people say so


@dataclass(frozen=True, slots=True)
class Pipe:
    """What one side sends."""

    name: str
    version: int
    source: Endpoint
    tables: tuple[Table, ...]
    capture: str  # log, compare or once
    transforms: Chain
    routes: tuple[Route, ...]
    title: str = ""

    def route_name(self, route: Route) -> str:
        """How the other side knows it: "hazards@province"."""
        return f"{self.name}@{route.to}"

    def target_of(self, table: str) -> str:
        """The table's name on the far side."""
        return next((one.target or table for one in self.tables if one.name == table), table)

    def compared(self, table: str, columns: list[str]) -> dict[str, str]:
        """Columns both sides can compare: name over there -> name here. None where rows are
        transformed and `compare` names no columns that are not."""
        chain = self.transforms
        if asked := next((one.compare for one in self.tables if one.name == table), ()):
            return {chain.renamed(name): name for name in asked}
        return chain.apply({name: name for name in columns}, {})[0] if chain.is_plain else {}


@dataclass(frozen=True, slots=True)
class Receive:
    """What the other side takes. `marks`: columns set in place of a delete."""

    route: str
    version: int
    sink: Endpoint
    tables: tuple[str, ...] = ()  # the only ones a sender may write to or ask about
    marks: dict[str, str] = field(default_factory=dict)
    ignore_truncate: bool = False
    conflict: Policy | None = None
    title: str = ""

    def takes(self, table: str) -> bool:
        """May the sender touch that table?"""
        return _full(table) in map(_full, self.tables)

    def place_of(self, table: str) -> int:
        """Tables are written in the order they are named: referred-to before referring."""
        return [_full(one) for one in self.tables].index(_full(table))


def _full(table: str) -> str:
    return table if "." in table else f"public.{table}"
