"""The proof: do both sides hold the same rows? And if not, exactly those go again."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from anhuan.exchange.adapters.contract import LinkDown, Outbox, SourceTrouble, Tables, Transport
from anhuan.exchange.core import asking, chunks
from anhuan.exchange.core.answers import Refusal
from anhuan.exchange.core.chunks import Difference, Digest, Key, Range
from anhuan.exchange.core.definition import Pipe, Route, Table
from anhuan.exchange.core.drafting import Change
from anhuan.exchange.core.envelope import Op
from anhuan.exchange.core.frames import Frame, Kind
from anhuan.exchange.running.collecting import Counted
from anhuan.exchange.running.mending import Mender
from anhuan.kernel import clock

ROWS_IN_A_RANGE = 20_000
RANGES_AT_ONCE = 64
KEYED_AT_ONCE = 8  # ranges compared row by row, and mended, before the next: all of it fits
ARRIVE_S = 60.0
LISTED = 1_000


@dataclass(slots=True)
class Look:
    """What one look at a table found: the first `LISTED` keys of each kind, and how many there
    are. `resent`: messages put into the outbox to mend it."""

    table: str
    at: str = field(default_factory=lambda: clock.now().isoformat())
    rows: int = 0
    difference: Difference = field(default_factory=Difference)
    missing: int = 0
    surplus: int = 0
    changed: int = 0
    resent: int = 0
    seconds: float = 0.0

    @property
    def differences(self) -> int:
        """Rows that are not the same on both sides."""
        return self.missing + self.surplus + self.changed

    def note(self, found: Difference) -> None:
        """Of some ranges."""
        self.missing += len(found.missing)
        self.surplus += len(found.surplus)
        self.changed += len(found.changed)
        self.difference.add(found)
        self.difference = self.difference.first(LISTED)


class Comparer:
    """Compares the tables of one route. Its own connections; belongs to one thread."""

    def __init__(
        self, pipe: Pipe, route: Route, tables: Tables, transport: Transport,
        outbox: Outbox, keys: Mapping[str, bytes], told: Counted,
    ) -> None:  # fmt: skip
        self._pipe, self._route, self._name = pipe, route, pipe.route_name(route)
        self._tables, self._transport, self._outbox = tables, transport, outbox
        self._mender = Mender(pipe, self._name, tables, outbox, keys, told)

    def resend(self, table: Table, found: Difference) -> int:
        """Just these rows again, as they are now. Answers how many messages."""
        return self._mender.mend(table, found)

    def look(self, table: Table, *, mend: bool) -> Look:
        """At one table; what was different at both of two looks is mended."""
        began, look = time.monotonic(), Look(table.name)
        names = self._columns(table)
        spans = chunks.cut(self._tables.boundaries(table.name, ROWS_IN_A_RANGE))
        here = self._tables.digests(table.name, list(names.values()), spans)
        look.rows = sum(one.rows for one in here)
        differing = chunks.differing(spans, here, self._digests_there(table, names, spans))
        for begin in range(0, len(differing), KEYED_AT_ONCE):
            some = differing[begin : begin + KEYED_AT_ONCE]
            first = self._difference(table, names, some)
            self._let_arrive()
            found = chunks.still(first, self._difference(table, names, some))
            look.note(found)
            look.resent += self._mender.mend(table, found) if mend else 0
        look.seconds = time.monotonic() - began
        return look

    def _columns(self, table: Table) -> dict[str, str]:
        """Columns to look at: name over there -> name here."""
        found = self._tables.describe(table.name)
        names = self._pipe.compared(table.name, [column.name for column in found.columns])
        if not names:
            raise SourceTrouble(
                f"表 {table.name} 的数据在途中有变换，请用 compare 指明未变换的列以供比对"
            )
        return names

    def _difference(self, table: Table, names: dict[str, str], spans: list[Range]) -> Difference:
        found = Difference()
        for span in spans:
            here = self._tables.row_digests(table.name, list(names.values()), [span])
            there = asking.decode_rows(self._ask(Kind.KEYS, table, names, [span]))
            found.add(chunks.compare(here, there))
        return self._wanted(table, found)

    def _wanted(self, table: Table, found: Difference) -> Difference:
        """Rows a filter or the route's condition keeps here are not missing there."""
        if "filter" not in self._pipe.transforms.names and self._route.when is None:
            return found
        goes = {
            self._key(table, change)
            for changes in self._mender.pages(table, found.missing)
            for change in changes
            if any(draft.op is not Op.DELETE for draft in self._mender.drafts(change))
        }
        return Difference([k for k in found.missing if k in goes], found.surplus, found.changed)

    def _key(self, table: Table, change: Change) -> Key:
        return tuple(str(change.row[name]) for name in change.key)

    def _digests_there(
        self, table: Table, names: dict[str, str], spans: list[Range]
    ) -> list[Digest]:
        out: list[Digest] = []
        for begin in range(0, len(spans), RANGES_AT_ONCE):
            some = spans[begin : begin + RANGES_AT_ONCE]
            out += asking.decode_digests(self._ask(Kind.HASHES, table, names, some))
        return out

    def _ask(self, kind: Kind, table: Table, names: dict[str, str], spans: list[Range]) -> bytes:
        target = self._pipe.target_of(table.name)
        question = asking.Question(self._name, target, list(names), spans)
        answer = self._transport.ask(Frame(kind, asking.encode(question)))
        if answer.kind is not Kind.FOUND:
            raise LinkDown(Refusal.decode(answer.payload).text)
        return answer.payload

    def _let_arrive(self) -> None:
        """What is under way is no difference: wait for it, a minute at most."""
        last, until = self._outbox.state(self._name).last, time.monotonic() + ARRIVE_S
        while self._outbox.state(self._name).acked < last and time.monotonic() < until:
            time.sleep(0.05)
