"""From a source into the outbox: changes, transforms, messages and position in one transaction."""

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from anhuan.exchange.adapters.contract import Outbox, Portion, Source, Writing
from anhuan.exchange.core.definition import Pipe
from anhuan.exchange.core.drafting import Burial, Change, drafted, place_of, unburied
from anhuan.exchange.core.envelope import Draft, unpack


class Counted(Protocol):
    """Where it is told how much."""

    collected: int
    buried: int


class Collector:
    """One pipe's way from its source to its outbox."""

    def __init__(
        self, pipe: Pipe, keys: Mapping[str, bytes], outbox: Outbox, told: Counted
    ) -> None:
        self._pipe, self._keys, self._outbox = pipe, keys, outbox
        self._told = told
        self._dead = {
            (draft.table, draft.key)
            for draft in (unpack(b.packed) for b in outbox.buried(pipe.name))
        }

    def run(self, source: Source, is_over: Callable[[], bool]) -> None:
        """Until the source ends or it is over; what is half done then is done anew."""
        portions = iter(source.follow(self._outbox.position(self._pipe.name)))
        for portion in portions:
            if is_over():
                return
            if portion.changes or portion.position:
                self._store(source, portion, portions)

    def _store(self, source: Source, portion: Portion, more: Iterable[Portion]) -> None:
        """A portion, and those that follow until one has a position: a transaction stays whole."""
        with self._outbox.writing(self._pipe.name) as writing:
            self._write(writing, portion.changes)
            position = portion.position
            while position is None:
                following = next(iter(more))
                self._write(writing, following.changes)
                position = following.position
            writing.commit(position)
        source.confirm(position)

    def _write(self, writing: Writing, changes: list[Change]) -> None:
        for route, drafts in self._by_route(writing, changes).items():
            writing.add(route, drafts)

    def _supersede(self, writing: Writing, change: Change, dead: set[str]) -> None:
        """Newer data of a row has gone: its dead letters must not be replayed over it."""
        if not self._dead:
            return
        place = place_of(change)
        if (change.table, place) in self._dead and place not in dead:
            writing.unbury(self._pipe.name, change.table, place, "superseded")
            self._dead.discard((change.table, place))

    def replay(self, number: int, body: bytes | None) -> str:
        """Try a dead letter again, with another row if given. Answers the reason against, or ""."""
        found = [one for one in self._outbox.buried(self._pipe.name) if one.id == number]
        if not found:
            return "该死信已处理、已被更新的数据取代或不存在"
        change = unburied(unpack(found[0].packed), body)
        with self._outbox.writing(self._pipe.name) as writing:
            made = list(drafted(self._pipe, change, self._keys))
            if reasons := [one.reason for one in made if isinstance(one, Burial)]:
                return reasons[0]
            for one in made:
                if not isinstance(one, Burial):
                    writing.add(one[0], [one[1]])
            writing.unbury(self._pipe.name, change.table, place_of(change), "done")
            writing.commit(None)
        return ""

    def _by_route(self, writing: Writing, changes: list[Change]) -> dict[str, list[Draft]]:
        routes: dict[str, list[Draft]] = {}
        burials: list[Burial] = []
        for change in changes:
            for one in drafted(self._pipe, change, self._keys):
                if isinstance(one, Burial):
                    burials.append(one)
                    self._dead.add((one.draft.table, one.draft.key))
                else:
                    routes.setdefault(one[0], []).append(one[1])
            self._supersede(writing, change, {one.draft.key for one in burials})
        if burials:
            writing.bury(self._pipe.name, burials)
        self._told.collected += len(changes)
        self._told.buried += len(burials)
        return routes
