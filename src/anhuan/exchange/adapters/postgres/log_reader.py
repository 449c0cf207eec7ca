"""From messages of the log to changes, transaction by transaction."""

from collections.abc import Mapping

from anhuan.exchange.adapters.contract import Portion
from anhuan.exchange.adapters.postgres.catalog import type_names
from anhuan.exchange.adapters.postgres.whole_rows import whole_row
from anhuan.exchange.adapters.storage.link import Connection
from anhuan.exchange.core import pgoutput
from anhuan.exchange.core.drafting import Change
from anhuan.exchange.core.drift import Described, schema_id
from anhuan.exchange.core.envelope import Op
from anhuan.exchange.core.pgoutput import Begin, Commit, Decoder, Event, Relation, Truncated

_WRITES = {"I": Op.INSERT, "U": Op.UPDATE}


class LogReader:
    """Collects the changes of whole transactions, or parts of a large one.

    `tables`: by their names in the definition, which may lack the schema. Changes bear those, as
    the first copy's and the mended rows do: the far side merges and orders by the name.
    """

    def __init__(
        self, start: int, tables: Mapping[str, Described], connection: Connection
    ) -> None:  # fmt: skip
        self._decoder, self._connection = Decoder(), connection
        self._keys = {table.name: table.key for table in tables.values()}
        self._names = {table.name: name for name, table in tables.items()}
        self._schemas: dict[str, str] = {}
        self._skips = False
        self._owes = False  # a position for what was handed on in the middle of a transaction
        self.changes: list[Change] = []
        self.safe = start  # all up to there has been handed on, or was no business of ours
        self.is_inside = False

    def take(self, data: bytes) -> Event | None:
        """One message. A transaction that was stored before a crash is passed over."""
        event = self._decoder.decode(data)
        if isinstance(event, pgoutput.Change):  # by far the most
            if not self._skips:
                self._changed(event)
        elif isinstance(event, Begin):
            self.is_inside, self._skips = True, event.final_lsn < self.safe
        elif isinstance(event, Commit):
            self.is_inside, self.safe = False, max(self.safe, event.end_lsn)
        elif isinstance(event, Relation):
            self._described(event)
        elif isinstance(event, Truncated) and not self._skips:
            self.changes += [Change(Op.TRUNCATE, self._name(one), {}) for one in event.relations]
        return event

    @property
    def is_idle(self) -> bool:
        """Is nothing of ours under way?"""
        return not (self.is_inside or self.changes or self._owes)

    def portion(self) -> Portion:
        """What was collected. Inside a transaction it has no position yet."""
        changes, self.changes = self.changes, []
        self._owes = self._owes or bool(changes)
        if self.is_inside or not self._owes:
            return Portion(changes)
        self._owes = False
        return Portion(changes, str(self.safe))

    def _described(self, relation: Relation) -> None:
        pairs = set(zip(relation.oids, relation.modifiers, strict=True))
        columns = relation.described(type_names(self._connection, pairs))
        schema = schema_id(relation.name, columns)
        if self._schemas.get(relation.name) != schema:
            self._schemas[relation.name] = schema
            told = Change(Op.SCHEMA, self._name(relation), {}, (), schema, tuple(columns))
            self.changes.append(told)

    def _name(self, relation: Relation) -> str:
        return self._names.get(relation.name, relation.name)

    def _changed(self, event: pgoutput.Change) -> None:
        relation, op, row, old = event
        name = self._name(relation)
        key = self._keys.get(relation.name) or tuple(sorted(relation.keys))
        schema = self._schemas.get(relation.name, "")
        if op == "D":
            gone = {column: row.get(column) for column in key}
            self.changes.append(Change(Op.DELETE, name, gone, key, schema))
            return
        if old and any(old.get(one, row.get(one)) != row.get(one) for one in key):
            gone = {column: old.get(column) for column in key}
            self.changes.append(Change(Op.DELETE, name, gone, key, schema))
        if len(row) < len(relation.columns):  # a large value that did not change is not sent
            found = whole_row(self._connection, relation.name, key, row, relation.columns)
            if found is None:  # changed or gone since: that comes later in the log
                return
            row = found
        self.changes.append(Change(_WRITES[op], name, row, key, schema))
