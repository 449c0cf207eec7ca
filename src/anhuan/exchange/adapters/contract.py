"""What a new source, sink, transport or store must be able to do.

Nothing here knows a pipe's definition beyond its own endpoint. Blocking calls; each object belongs
to one thread. Errors: `LinkDown` and `StoreDown` are tried again for ever, with growing pauses;
`SourceTrouble` stops the pipe with its sentence, for people to look.
"""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar

from anhuan.exchange.core.chunks import Digest, Key, Range
from anhuan.exchange.core.drafting import Burial, Change
from anhuan.exchange.core.drift import Described
from anhuan.exchange.core.envelope import Draft, Envelope
from anhuan.exchange.core.frames import Frame
from anhuan.exchange.core.window import Span


class LinkDown(Exception):
    """The other side cannot be reached, or no sense can be made of what it says."""


class StoreDown(Exception):
    """A database does not answer, or its disk is full."""


class SourceTrouble(Exception):
    """One sentence for people: what is wrong with the source and what to do."""


class LogLost(Exception):
    """The log we were to follow is gone: tables must be compared, then followed anew."""


@dataclass(frozen=True, slots=True)
class Portion:
    """Some changes in order. `position` None: more of one transaction follows, do not commit."""

    changes: list[Change] = field(default_factory=list)
    position: str | None = None


class Source(Protocol):
    """Tells changes from a position on, for ever or to its end."""

    def follow(self, position: str | None) -> Iterator[Portion]:
        """Portions; an empty one at least every second, so that the caller can stop."""

    def confirm(self, position: str) -> None:
        """Everything up to there is safe with us: the source may forget it."""

    def close(self) -> None:
        """Let go of connections."""


class Tables(Protocol):
    """A side of a proof: digests of ranges and of rows, by the same cuts on both sides."""

    def describe(self, name: str, /) -> Described:
        """The table's columns and key."""

    def boundaries(self, name: str, every: int, /) -> list[Key]:
        """Each so-many-th key in order: where both sides cut."""

    def digests(self, name: str, columns: list[str], ranges: list[Range], /) -> list[Digest]:
        """Of each range."""

    def row_digests(self, name: str, columns: list[str], ranges: list[Range], /) -> dict[Key, int]:
        """Of each row in some ranges, by key."""

    def rows(self, name: str, keys: list[Key], /) -> Iterator[dict[str, str | None]]:
        """The rows of some keys as texts; those that are gone by now are left out."""

    def close(self) -> None:
        """Hang up."""


class Result(Protocol):
    """What a statement answers."""

    @property
    def rowcount(self) -> int:
        """How many rows were changed."""

    def fetchone(self) -> Any:
        """The next row, or None."""

    def __iter__(self) -> Iterator[Any]:
        """The rows."""


class Many(Protocol):
    """What does a statement for many rows of values."""

    def executemany(self, query: Any, rows: Any, /) -> Any:
        """Do it."""


class Session(Protocol):
    """A connection inside a transaction, of whatever database. Statements are written as for
    PostgreSQL, in words all of them know; `%s` stands for values."""

    def execute(self, query: Any, values: Any = ..., /) -> Result:
        """Do it."""

    def cursor(self) -> Many:
        """For many rows."""


Given = TypeVar("Given", bound=Session, covariant=True)
Taken = TypeVar("Taken", bound=Session, contravariant=True)
Unapplied = tuple[Envelope, str, str]  # message, code, reason


class Link(Protocol[Given]):
    """A database that is connected to when first asked, and anew after every failure."""

    def transaction(self) -> AbstractContextManager[Given]:
        """One transaction. Every trouble of the server's becomes `StoreDown`."""

    def close(self) -> None:
        """Hang up."""


class Sink(Protocol[Taken]):
    """Takes messages inside the inbox's transaction."""

    def apply(self, connection: Taken, messages: Iterable[Envelope], /) -> list[Unapplied]:
        """Apply in order; the ones that cannot be, with code and reason. The rest is applied."""

    def forget(self) -> None:
        """Look at the tables anew: they may have changed."""


class Transport(Protocol):
    """A way to ask the other side."""

    def ask(self, frame: Frame) -> Frame:
        """Send, and wait for the answer. Raises `LinkDown`."""

    def close(self) -> None:
        """Hang up."""


class Writing(Protocol):
    """One transaction of an outbox. Left without `commit`, nothing of it has happened."""

    def __enter__(self) -> Self:
        """Begin."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        """Roll back what was not committed."""

    def add(self, route: str, drafts: Iterable[Draft]) -> None:
        """Number and store messages."""

    def bury(self, pipe: str, burials: Iterable[Burial]) -> None:
        """Store what no message could be made of."""

    def unbury(self, pipe: str, table: str, place: str, state: str) -> None:
        """Close the dead letters of a row: replayed ("done"), or newer data came."""

    def commit(self, position: str | None) -> None:
        """Messages and the source's position become durable together."""


@dataclass(frozen=True, slots=True)
class RouteState:
    """What an outbox knows of a route."""

    epoch: int = 0
    last: int = 0  # highest number given away
    acked: int = 0
    oldest: int = 1  # lowest number still stored


@dataclass(frozen=True, slots=True)
class Buried:
    """A dead letter of a pipe. `packed`: the change as it was before the transforms."""

    id: int
    code: str
    reason: str
    packed: bytes


class Outbox(Protocol):
    """Messages by route and number until the other side has them, and some days longer."""

    def writing(self, pipe: str) -> Writing:
        """Begin a transaction."""

    def position(self, pipe: str) -> str | None:
        """Where the pipe's source is to go on."""

    def state(self, route: str) -> RouteState:
        """Of a route, also of one never used."""

    def last(self, route: str) -> int:
        """The highest number given away."""

    def read(self, route: str, span: Span) -> list[bytes]:
        """Packed messages of these numbers, in order; of many large ones the first alone, up to
        the one with which they are `LARGEST_BATCH` bytes."""

    def take_seat(self, route: str, epoch: int, following: int) -> None:
        """Note the epoch; numbers go on from `following` at least."""

    def acknowledge(self, route: str, acked: int, receipt: dict[str, object] | None) -> None:
        """Note what is safe over there, and the signature under it."""

    def buried(self, pipe: str) -> list[Buried]:
        """Dead letters that wait, oldest first."""

    def discard(self, pipe: str, number: int) -> bool:
        """Close a dead letter nobody wants any more; False when it waits no longer."""

    def receipts(self, route: str, above: int) -> list[dict[str, object]]:
        """Receipts of messages above a number, in order; at most 500."""

    def prune(self, keep_days: int) -> int:
        """Forget what was acknowledged and is older; answers how much."""

    def close(self) -> None:
        """Let go."""
