"""From a source into the outbox: changes, transforms, messages and position in one transaction."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from anhuan.exchange.adapters.contract import Outbox, Portion, Source, Writing
from anhuan.exchange.core.definition import Pipe
from anhuan.exchange.core.drafting import (
    Burial,
    Change,
    Drafted,
    Drafter,
    place_of,
    unburied,
)
from anhuan.exchange.core.envelope import Draft, unpack
from anhuan.exchange.core.sampling import Sample, sample_of

SHOWN = 5  # of each portion, to the page of the last messages


class Counted(Protocol):
    """Where it is told how much, and what the last ones were."""

    collected: int
    buried: int
    samples: deque[Sample]

    def mended(self, name: str) -> None:
        """What was wrong there is over."""


class Collector:
    """One pipe's way from its source to its outbox."""

    def __init__(
        self, pipe: Pipe, keys: Mapping[str, bytes], outbox: Outbox, told: Counted
    ) -> None:
        self._pipe, self._outbox = pipe, outbox
        self._drafter = Drafter(pipe, keys)
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
            self._told.mended("collect")
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

    def _judge(self, writing: Writing, change: Change, made: list[Drafted]) -> list[Burial]:
        """Dead letters of a change. Whatever has come of a row, its earlier letter is over: it must
        not be replayed over newer data, nor stand there twice."""
        burials = [one for one in made if isinstance(one, Burial)]
        if not burials and not self._dead:
            return []
        place = (change.table, place_of(change))
        if place in self._dead:
            writing.unbury(self._pipe.name, *place, "superseded")
            self._dead.discard(place)
        if burials:
            self._dead.add(place)
        return burials

    def replay(self, number: int, body: bytes | None) -> str:
        """Try a dead letter again, with another row if given. Answers the reason against, or ""."""
        found = [one for one in self._outbox.buried(self._pipe.name) if one.id == number]
        if not found:
            return "该死信已处理、已被更新的数据取代或不存在"
        change = unburied(unpack(found[0].packed), body)
        with self._outbox.writing(self._pipe.name) as writing:
            made = self._drafter.of(change)
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
        shown = max(0, len(changes) - SHOWN)
        for number, change in enumerate(changes):
            made = self._drafter.of(change)
            if number >= shown:
                self._told.samples.append(sample_of(change, made))
            if burials := self._judge(writing, change, made):
                writing.bury(self._pipe.name, burials)
                self._told.buried += len(burials)
            for one in made:
                if not isinstance(one, Burial):
                    routes.setdefault(one[0], []).append(one[1])
        self._told.collected += len(changes)
        return routes
