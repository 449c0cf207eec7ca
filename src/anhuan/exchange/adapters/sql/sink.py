"""Any database as the end of a route: upserts and deletes of many rows by one statement each."""

from collections.abc import Callable
from typing import Any

from anhuan.exchange.adapters.applying import StepSink, by_columns, halving
from anhuan.exchange.adapters.contract import SourceTrouble, Unapplied
from anhuan.exchange.adapters.sql import catalog, statements
from anhuan.exchange.adapters.sql.conflicts import resolved
from anhuan.exchange.adapters.sql.session import SqlSession
from anhuan.exchange.adapters.sql.texts import Misfit, fit, fitter
from anhuan.exchange.core.definition import Receive
from anhuan.exchange.core.drift import Described
from anhuan.exchange.core.envelope import Envelope
from anhuan.exchange.core.merge import Row, row_of

KEYS_AT_ONCE = 500
Do = Callable[[Described, tuple[str, ...], list[Row]], object]


class SqlSink(StepSink[SqlSession]):
    """Writes in the transaction it is given; remembers what tables look like."""

    def __init__(self, receive: Receive) -> None:
        super().__init__(receive)
        self._tables: dict[str, Described] = {}
        self._careful: set[str] = set()  # tables with other unique indexes

    def forget(self) -> None:
        """Look at the tables anew: they may have changed."""
        self._tables.clear()

    def forget_table(self, name: str) -> None:
        """Its columns have changed."""
        self._tables.pop(name, None)

    def empty(self, session: SqlSession, message: Envelope) -> list[Unapplied]:
        """Every row is gone, or marked. Not `truncate`: that ends the transaction in most."""

        def all_rows(found: Described, columns: tuple[str, ...], rows: list[Row]) -> None:
            self._end_of(session, found, "1 = 1", [])

        return self._tried(session, message.table, [message], (), all_rows)

    def delete(
        self, session: SqlSession, name: str, messages: list[Envelope], columns: tuple[str, ...]
    ) -> list[Unapplied]:
        """These rows are gone, or marked."""

        def gone(found: Described, known: tuple[str, ...], rows: list[Row]) -> None:
            if not known:
                raise SourceTrouble(f"表 {name} 没有消息所指的主键列")
            for begin in range(0, len(rows), KEYS_AT_ONCE):
                keys = [tuple(row[one] for one in known) for row in rows[begin:][:KEYS_AT_ONCE]]
                where, pairs = statements.among(session.dialect, known, keys)
                values = [fit(text, found.types[column], session.dialect) for column, text in pairs]
                self._end_of(session, found, where, values)

        return self._tried(session, name, messages, columns, gone)

    def _end_of(self, session: SqlSession, found: Described, where: str, values: list[Any]) -> None:
        name, marks = statements.table(session.dialect, found.name), self._receive.marks
        if not marks:
            session.execute(f"delete from {name} where {where}", values)
            return
        sets = ", ".join(f"{statements.quoted(session.dialect, one)} = %s" for one in marks)
        session.execute(f"update {name} set {sets} where {where}", [*marks.values(), *values])

    def write(self, session: SqlSession, name: str, messages: list[Envelope]) -> list[Unapplied]:
        """These rows are there; where two sides may write, the one that is to stand."""

        def there(found: Described, known: tuple[str, ...], rows: list[Row]) -> None:
            fits = [(one, fitter(found.types[one], session.dialect)) for one in known]
            values = [tuple(fitted(row[one]) for one, fitted in fits) for row in rows]
            if name in self._careful or session.dialect.upsert == "look":
                _one_by_one(session, found, known, values)
            else:
                session.executemany(statements.upsert(session.dialect, found, known), values)

        if (policy := self._receive.conflict) and messages:
            messages = resolved(session, policy, self._described(session, name), messages)
        return [
            one
            for columns, some in by_columns(messages).items()
            for one in self._tried(session, name, some, columns, there)
        ]

    def _tried(
        self, session: SqlSession, name: str, messages: list[Envelope],
        columns: tuple[str, ...], do: Do,
    ) -> list[Unapplied]:  # fmt: skip
        try:
            found = self._described(session, name)
        except SourceTrouble as trouble:
            return [(message, "no_table", str(trouble)) for message in messages]
        known = tuple(column for column in columns if column in found.types)

        def tried(some: list[Envelope]) -> tuple[str, str] | None:
            try:
                with session.savepoint():
                    do(found, known, [row_of(one) for one in some] if columns else [])
            except (Misfit, SourceTrouble) as misfit:
                return "misfit", str(misfit)
            except session.driver.error as error:
                if session.driver.is_passing(error):
                    raise
                code, *said = error.args if len(error.args) > 1 else ("error", str(error))
                return str(code), str(said[0])
            return None

        return halving(messages, tried)

    def _described(self, session: SqlSession, name: str) -> Described:
        if name not in self._tables:
            catalog.refuse_without_transactions(session, name)
            self._tables[name] = catalog.describe(session, name)
            if catalog.has_other_uniques(session, name):
                self._careful.add(name)
        return self._tables[name]


def _one_by_one(
    session: SqlSession, found: Described, columns: tuple[str, ...], rows: list[tuple[Any, ...]]
) -> None:
    """Where a row of another key has the same value under a unique index, an upsert would change
    that one: so look for the key first."""
    insert = statements.insert(session.dialect, found.name, columns)
    update = statements.update(session.dialect, found, columns)
    others = [one for one in columns if one not in found.key] or list(found.key)
    where, _ = statements.among(session.dialect, found.key, [found.key])
    look = f"select 1 from {statements.table(session.dialect, found.name)} where {where} for update"
    for values in rows:
        row = dict(zip(columns, values, strict=True))
        key = [row[one] for one in found.key]
        if session.execute(look, key).fetchone():
            session.execute(update, [*(row[one] for one in others), *key])
        else:
            session.execute(insert, values)
