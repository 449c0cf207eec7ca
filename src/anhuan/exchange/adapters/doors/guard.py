"""Who may come in: tokens by their SM3, each good for some routes."""

import fnmatch
import hmac
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from anhuan.kernel.digest import sm3_hex


@dataclass(frozen=True, slots=True)
class Pass:
    """`routes`: patterns such as "*@province". The token itself is stored nowhere."""

    name: str
    token_sm3: str
    routes: tuple[str, ...] = ("*",)


class Guard:
    """Knows the passes."""

    def __init__(self, passes: Iterable[Pass]) -> None:
        self._passes = list(passes)

    def find(self, token: str) -> Pass | None:
        """Whose token this is; all are compared, so that time tells nothing."""
        digest = sm3_hex(token.encode())
        found = [one for one in self._passes if hmac.compare_digest(one.token_sm3, digest)]
        return found[0] if found else None

    def allowed(self, token: str) -> Callable[[str], bool] | None:
        """Which routes the token is good for; None when it is nobody's."""
        one = self.find(token)
        if one is None:
            return None
        return lambda route: is_good_for(one, route)


def is_good_for(one: Pass, route: str) -> bool:
    """`*` means routes; the right to manage ("!manage") must be named."""
    if route.startswith("!"):
        return route in one.routes
    return any(fnmatch.fnmatchcase(route, pattern) for pattern in one.routes)
