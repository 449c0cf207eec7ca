"""What a desk tells its nodes: which pipes to run, how, and what to do once. As JSON.

The desk is the plant's pages and REST; a node is an exchange process, beside it or far away.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

WISHES = ("running", "paused", "stopped")


@dataclass(frozen=True, slots=True)
class Ordered:
    """A definition as the desk has it. `name`: of the pipe, or the route received."""

    name: str
    number: int  # of its version
    text: str
    wish: str = "running"


@dataclass(frozen=True, slots=True)
class Deed:
    """Something to be done once; the answer carries its id.

    `kind`: compare, resend, replay, discard, resume. `place`: a pipe or a route.
    """

    id: str
    kind: str
    place: str
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a deed. `text`: why not, or empty."""

    id: str
    text: str = ""

    def as_json(self) -> dict[str, Any]:
        """For the report."""
        return {"id": self.id, "text": self.text}


@dataclass(frozen=True, slots=True)
class Orders:
    """All of it. `wishes`: for pipes the node defines itself."""

    definitions: list[Ordered] = field(default_factory=list)
    wishes: dict[str, str] = field(default_factory=dict)
    deeds: list[Deed] = field(default_factory=list)
    wants_letters: bool = False  # tell all dead letters again, the desk knows none of them

    def as_json(self) -> dict[str, Any]:
        """The JSON object."""
        return asdict(self)

    @classmethod
    def from_json(cls, said: Any) -> Self:
        """The other way; unknown names are a newer desk's. Raises ValueError."""
        try:
            return cls(
                [_made(Ordered, one) for one in said.get("definitions", [])],
                {str(name): str(wish) for name, wish in said.get("wishes", {}).items()},
                [_made(Deed, one) for one in said.get("deeds", [])],
                bool(said.get("wants_letters")),
            )
        except (AttributeError, TypeError) as error:
            raise ValueError(f"no orders: {error}") from error


def _made(kind: Any, said: Mapping[str, Any]) -> Any:
    known = kind.__dataclass_fields__
    return kind(**{name: said[name] for name in said if name in known})
