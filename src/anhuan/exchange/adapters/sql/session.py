"""A connection by DB-API that takes the statements of the exchange and comes back by itself."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import count
from typing import Any

from anhuan.exchange.adapters.contract import StoreDown
from anhuan.exchange.adapters.sql.dialects import DIALECTS, Dialect
from anhuan.exchange.adapters.sql.driver import Driver
from anhuan.exchange.adapters.sql.drivers import driver_of
from anhuan.exchange.core.definition.databases import speaks

OURS = re.compile(r"\bexchange\.(\w+)")
NAMES = re.compile(r'"(\w+)"')
LIMIT = re.compile(r"limit (\d+)$")


@lru_cache(maxsize=1000)
def spelled(query: str, dialect: Dialect) -> str:
    """A statement of ours in a dialect: our tables have no schema there, values other signs."""
    begin, end = dialect.quotes
    query = OURS.sub(r"exchange_\1", NAMES.sub(rf"{begin}\1{end}", query))
    query = query.replace(" for update", dialect.locks)
    query = LIMIT.sub(lambda found: dialect.page.format(skip=0, most=found[1]), query)
    if dialect.placeholder == "%s":
        return query
    number = count(1)
    sign = dialect.placeholder
    return re.sub("%s", lambda _: sign.replace("n", str(next(number))), query)


class SqlSession:
    """One connection. What its driver raises goes through; `link` decides what it means."""

    def __init__(self, connection: Any, dialect: Dialect, driver: Driver) -> None:
        self.connection, self.dialect, self.driver = connection, dialect, driver

    def execute(self, query: str, values: Iterable[Any] = (), /) -> Any:
        """Do a statement; answers its cursor."""
        cursor = self.connection.cursor()
        some = tuple(values)
        cursor.execute(spelled(query, self.dialect), *([some] if some else []))
        return cursor

    def executemany(self, query: str, rows: Iterable[Iterable[Any]], /) -> None:
        """Do it for every row of values."""
        cursor = self.connection.cursor()
        cursor.executemany(spelled(query, self.dialect), [tuple(row) for row in rows])

    def cursor(self) -> "SqlSession":
        """Itself: see `contract.Session`."""
        return self

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """What fails inside has not happened, and the rest of the transaction has."""
        save, back, *release = (word.format("attempt") for word in self.dialect.save)
        self.execute(save)
        try:
            yield
        except Exception as error:
            if not (isinstance(error, self.driver.error) and self.driver.is_passing(error)):
                for word in (back, *release):
                    self.execute(word)
            raise
        for word in release:
            self.execute(word)


class SqlLink:
    """Connects when first asked, and anew after every failure."""

    def __init__(
        self, kind: str, url: str, prepare: Callable[[SqlSession], None] | None = None,
        *, writes: bool = True,
    ) -> None:  # fmt: skip
        self._url, self._prepare, self._writes = url, prepare, writes
        self.dialect = DIALECTS[speaks(kind)]
        self._session: SqlSession | None = None

    def open(self) -> SqlSession:
        """The connection. Raises `StoreDown`, also while its driver is not installed."""
        if self._session is None:
            driver = driver_of(self.dialect.name)
            with self._telling_down(driver):
                connection = driver.connect(self._url)
                self._session = SqlSession(connection, self.dialect, driver)
                for setting in self.dialect.settings:
                    self._session.execute(setting)
                if self._prepare:
                    self._prepare(self._session)
                connection.commit()
        return self._session

    @contextmanager
    def transaction(self) -> Iterator[SqlSession]:
        """One transaction; left by an error, nothing of it has happened."""
        session = self.open()
        with self._telling_down(session.driver):
            if self._writes and self.dialect.begin:
                session.execute(self.dialect.begin)
            try:
                yield session
            except BaseException:
                session.connection.rollback()
                raise
            session.connection.commit()

    @contextmanager
    def _telling_down(self, driver: Driver) -> Iterator[None]:
        try:
            yield
        except driver.error as error:
            self.close()
            if driver.is_passing(error):
                raise StoreDown(str(error)) from error
            raise

    def close(self) -> None:
        """Hang up; the next `open` connects anew."""
        session, self._session = self._session, None
        if session is not None:
            try:
                session.connection.close()
            except session.driver.error:  # it was gone before us
                return
