"""How many sockets may be open, and how many of them by somebody who has not said who he is."""

from dataclasses import dataclass, field
from typing import Any

from anhuan.web.omlox.session import Session

MOST_SOCKETS = 512  # of this process
MOST_STRANGERS = 64  # without a token that holds
MOST_STRANGERS_PER_ADDRESS = 8


@dataclass(slots=True)
class Door:
    """Counts who is in; a stranger becomes a guest with the first token that holds."""

    inside: dict[Session, str] = field(default_factory=dict)  # address by session
    turned_away: int = 0

    def enter(self, session: Session, address: str) -> bool:
        """Let one in, or not. Whoever entered must `leave`."""
        strangers = [where for one, where in self.inside.items() if one.identity is None]
        is_full = (
            len(self.inside) >= MOST_SOCKETS
            or len(strangers) >= MOST_STRANGERS
            or strangers.count(address) >= MOST_STRANGERS_PER_ADDRESS
        )
        if is_full:
            self.turned_away += 1
            return False
        self.inside[session] = address
        return True

    def leave(self, session: Session) -> None:
        """Gone; also one who never came in."""
        self.inside.pop(session, None)


def address_of(scope: Any) -> str:
    """Where a connection comes from; "" when the server does not say."""
    client = scope.get("client")
    return str(client[0]) if client else ""


DOOR = Door()
