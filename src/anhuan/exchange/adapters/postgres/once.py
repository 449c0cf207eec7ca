"""The rows that are there, once."""

from collections.abc import Iterator

from anhuan.exchange.adapters.contract import Portion
from anhuan.exchange.adapters.postgres.first_copy import FirstCopy
from anhuan.exchange.adapters.postgres.session import connect
from anhuan.exchange.core.definition import Pipe


class OnceSource:
    """The source `postgres` with `capture: once`; after a kill it goes on at the last key."""

    def __init__(self, pipe: Pipe, url: str) -> None:
        self._connection = connect(url)
        self._copy = FirstCopy(pipe, self._connection)

    def follow(self, position: str | None) -> Iterator[Portion]:
        """Every row; then it ends."""
        return self._copy.follow(position)

    def confirm(self, position: str) -> None:
        """Nothing to forget."""

    def close(self) -> None:
        """Hang up."""
        self._connection.close()
