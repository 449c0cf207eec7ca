"""What the two sides say to each other beside the messages, as JSON."""

from dataclasses import asdict, dataclass, field
from typing import Any, Self, cast

import orjson

from anhuan.exchange.core.window import Span


class _Said:
    """A dataclass that goes as a JSON object."""

    def encode(self) -> bytes:
        """The JSON."""
        return orjson.dumps(asdict(cast(Any, self)))

    @classmethod
    def decode(cls, data: bytes) -> Self:
        """From JSON; unknown fields are a newer release's and left out. Raises ValueError."""
        try:
            said = orjson.loads(data)
            known = getattr(cls, "__dataclass_fields__", {})
            return cls(**{name: said[name] for name in said if name in known})
        except (TypeError, KeyError) as error:
            raise ValueError(f"no {cls.__name__}: {error}") from error


@dataclass(frozen=True, slots=True)
class Hello(_Said):
    """A sender takes a route: from now on batches of lower epochs are refused."""

    route: str
    sender: str  # who takes it, a UUID of the process
    epoch: int  # the highest this sender has held
    last: int  # the highest number it has given away


@dataclass(frozen=True, slots=True)
class BatchHead(_Said):
    """Stands before the messages of a batch."""

    route: str
    epoch: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """The receiver's signature under what it took (SM2 over the manifest)."""

    first: int
    last: int
    manifest: str  # SM3 over the digests of the messages, 64 hex digits
    signature: str
    public: str  # the receiver's public key


@dataclass(frozen=True, slots=True)
class Ack(_Said):
    """Everything up to `contiguous` is safe; of the rest, `missing` must be sent again.

    `highest`: the highest number that has arrived, 0 where an older release does not say.
    `receipts`: one for each run of the batch without holes. `dead`: how many of the route's
    messages the receiver could not write and keeps for its people.
    """

    epoch: int
    contiguous: int
    missing: list[Span] = field(default_factory=list)
    receipts: list[dict[str, Any]] = field(default_factory=list)
    highest: int = 0
    dead: int = 0

    @property
    def arrived(self) -> int:
        """How many numbers have arrived: of two answers, the one that says more is the later."""
        gaps = sum(last - first + 1 for first, last in self.missing)
        return max(self.highest, self.contiguous) - gaps


@dataclass(frozen=True, slots=True)
class Refusal(_Said):
    """A stable code and a sentence for people."""

    code: str
    text: str


# Codes a sender acts upon; all others stop it for people to look.
STALE_EPOCH = "stale_epoch"  # somebody else has taken the route
UNKNOWN_EPOCH = "unknown_epoch"  # the receiver was restored from a back-up: say hello again
UNKNOWN_ROUTE = "unknown_route"
NOT_NOW = "not_now"  # disk full, database away: try again
BAD_BATCH = "bad_batch"  # what arrived is not what was sent: send again
NOT_ALLOWED = "not_allowed"
