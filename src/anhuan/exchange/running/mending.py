"""Rows that differ on the two sides go again, as they are now, and only they."""

from collections.abc import Iterator, Mapping

from anhuan.exchange.adapters.contract import Buried, Outbox, Tables, Writing
from anhuan.exchange.core.chunks import Difference, Key
from anhuan.exchange.core.definition import Pipe, Table
from anhuan.exchange.core.drafting import Burial, Change, Drafter, place_of
from anhuan.exchange.core.envelope import Draft, Envelope, Op, unpack
from anhuan.exchange.core.paging import FIRST_ROWS, ROWS, next_most
from anhuan.exchange.core.sampling import sample_of
from anhuan.exchange.running.collecting import SHOWN, Counted


class Mender:
    """Of one route."""

    def __init__(
        self, pipe: Pipe, route: str, tables: Tables, outbox: Outbox,
        keys: Mapping[str, bytes], told: Counted,
    ) -> None:  # fmt: skip
        self._pipe, self._name = pipe, route
        self._drafter = Drafter(pipe, keys)
        self._tables, self._outbox, self._told = tables, outbox, told

    def mend(self, table: Table, found: Difference) -> int:
        """Send those rows again as they are now, a page in a transaction. How many messages."""
        again = self.pages(table, found.missing + found.changed)
        gone = self._deletions(table, found.surplus)
        return self._write_all(again) + self._write_all(gone)

    def _write_all(self, pages: Iterator[list[Change]]) -> int:
        """The route is locked before a page is read: what changes later comes later."""
        count = 0
        while True:
            with self._outbox.writing(self._pipe.name) as writing:
                writing.add(self._name, [])
                if (changes := next(pages, None)) is None:
                    return count
                drafts = self._written(writing, changes)
                writing.add(self._name, drafts)
                writing.commit(None)
                count += len(drafts)

    def _written(self, writing: Writing, changes: list[Change]) -> list[Draft]:
        """The messages of our route; what cannot be transformed is buried, once."""
        known = {(d.table, d.key) for d in map(_draft_of, self._outbox.buried(self._pipe.name))}
        drafts: list[Draft] = []
        shown = max(0, len(changes) - SHOWN)
        for number, change in enumerate(changes):
            made = self._drafter.of(change)
            if number >= shown:
                self._told.samples.append(sample_of(change, made))
            burials = [one for one in made if isinstance(one, Burial)]
            place = (change.table, place_of(change))
            if burials and place not in known:
                writing.bury(self._pipe.name, burials)
                self._told.buried += len(burials)
            elif not burials and place in known:
                writing.unbury(self._pipe.name, *place, "superseded")
            drafts += [one[1] for one in made
                       if not isinstance(one, Burial) and one[0] == self._name]  # fmt: skip
        return drafts

    def pages(self, table: Table, keys: list[Key]) -> Iterator[list[Change]]:
        """The rows of some keys as they are when a page is asked for; as many as fit."""
        found = self._tables.describe(table.name)
        begin, most = 0, FIRST_ROWS
        while begin < len(keys):
            rows = list(self._tables.rows(table.name, keys[begin : begin + most]))
            begin += most
            most = next_most(most, rows) if rows else most
            yield [Change(Op.UPDATE, table.name, row, found.key, found.schema) for row in rows]

    def _deletions(self, table: Table, keys: list[Key]) -> Iterator[list[Change]]:
        key = self._tables.describe(table.name).key
        for begin in range(0, len(keys), ROWS):
            yield [
                Change(Op.DELETE, table.name, dict(zip(key, values, strict=True)), key)
                for values in keys[begin : begin + ROWS]
            ]

    def drafts(self, change: Change) -> list[Draft]:
        """Our route's messages of a change."""
        found = (one for one in self._drafter.of(change) if not isinstance(one, Burial))
        return [draft for route, draft in found if route == self._name]


def _draft_of(buried: Buried) -> Envelope:
    return unpack(buried.packed)
