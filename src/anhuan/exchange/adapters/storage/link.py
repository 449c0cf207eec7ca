"""One connection to a PostgreSQL that comes back by itself."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from anhuan.exchange.adapters.contract import StoreDown

Connection = psycopg.Connection[tuple[Any, ...]]
# Class 53: disk full, out of memory, too many connections; 57P: shutting down or not up yet.
PASSING = ("53", "57P", "08", "25P03", "40", "55P03")


class Link:
    """Connects when first asked, and anew after every failure."""

    def __init__(self, url: str, prepare: Callable[[Connection], None] | None = None) -> None:
        self._url, self._prepare = url, prepare
        self._connection: Connection | None = None

    def open(self) -> Connection:
        """The connection, in autocommit. Raises `StoreDown`."""
        if self._connection is None or self._connection.closed:
            with telling_down():
                self._connection = psycopg.connect(
                    self._url,
                    autocommit=True,
                    connect_timeout=5,
                    application_name="anhuan exchange",
                )
                if self._prepare:
                    self._prepare(self._connection)
        return self._connection

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """One transaction; every failure of the server's becomes `StoreDown`."""
        connection = self.open()
        try:
            with telling_down(), connection.transaction():
                yield connection
        except StoreDown:
            self.close()
            raise

    def close(self) -> None:
        """Hang up; the next `open` connects anew."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None


@contextmanager
def telling_down() -> Iterator[None]:
    """The server's own troubles as `StoreDown`; mistakes of statements go through."""
    try:
        yield
    except psycopg.Error as error:
        if is_passing(error):
            raise StoreDown(str(error).strip()) from error
        raise


def is_passing(error: psycopg.Error) -> bool:
    """Is it the server that is in trouble, not the row? Then the same may work later."""
    if error.sqlstate is None:
        return isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
    return error.sqlstate.startswith(PASSING)
