"""What a new source, sink, transport or store must be able to do.

Nothing here knows a pipe's definition beyond its own endpoint. Blocking calls; each object belongs
to one thread. Errors: `LinkDown` and `StoreDown` are tried again for ever, with growing pauses;
`SourceTrouble` stops the pipe with its sentence, for people to look.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Protocol, Self

from anhuan.exchange.core.chunks import Digest, Key, Range
from anhuan.exchange.core.drafting import Burial, Change
from anhuan.exchange.core.envelope import Draft, Envelope
from anhuan.exchange.core.frames import Frame
from anhuan.exchange.core.window import Span


class LinkDown(Exception):
    """The other side cannot be reached, or no sense can be made of what it says."""


class StoreDown(Exception):
    """A database does not answer, or its disk is full."""


class SourceTrouble(Exception):
    """One sentence for people: what is wrong with the source and what to do."""


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


class Comparable(Protocol):
    """A side of a proof: digests of ranges and of rows, by the same cuts on both sides."""

    def digests(self, table: str, columns: list[str], ranges: list[Range]) -> list[Digest]:
        """Of each range."""

    def row_digests(self, table: str, columns: list[str], ranges: list[Range]) -> dict[Key, int]:
        """Of each row in some ranges, by key."""


class Sink(Protocol):
    """Takes messages inside the inbox's transaction."""

    def apply(self, messages: Iterable[Envelope]) -> list[tuple[Envelope, str, str]]:
        """Apply in order; the ones that cannot be, with code and reason. The rest is applied."""


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
        """Packed messages of these numbers, in order."""

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
