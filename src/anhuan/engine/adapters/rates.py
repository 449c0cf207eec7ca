"""Asking tags for another reporting rate, over `anhuan.v1.down.{tag}`; not too often."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

import numpy as np

from anhuan.engine.adapters.configuration import Plant
from anhuan.engine.adapters.open_alarms import OpenAlarm
from anhuan.engine.adapters.standing import Book
from anhuan.engine.core.pipeline import Pipeline
from anhuan.engine.core.rates import wanted_every_ms

LOOK_EVERY_MS = 1_000
HEARD_WITHIN_MS = 10_000  # others do not listen either
AGAIN_AFTER_MS = 10_000  # the same tag is not asked to be slow sooner
REMIND_AFTER_MS = 600_000  # a tag may have missed it, or changed its battery
MOST_AT_ONCE = 50  # of a look; the air is narrow
HIGH_RISK = frozenset({"red", "orange"})


@dataclass(frozen=True, slots=True)
class Ask:
    """A tag shall report every `every_ms`."""

    number: str
    every_ms: int


@dataclass(slots=True)
class Rates:
    """What was asked of whom, and when."""

    looked_ms: int = 0
    asked: dict[UUID, tuple[int, int]] = field(default_factory=dict)  # every_ms, at_ms
    waiting: list[Ask] = field(default_factory=list)

    def take(self) -> list[Ask]:
        """What is to be sent now."""
        asks, self.waiting = self.waiting, []
        return asks

    def is_due(self, plant: Plant, now_ms: int) -> bool:
        """Once a second, where the plant wants it at all."""
        return plant.rates is not None and now_ms >= self.looked_ms + LOOK_EVERY_MS

    def look(self, plant: Plant, pipeline: Pipeline, now_ms: int, urgent: frozenset[UUID]) -> None:
        """Ask whose rate should be another. Fast first, they cannot wait."""
        rules = plant.rates
        if rules is None:
            return
        self.looked_ms = now_ms
        tags, last = pipeline.plant.tags, pipeline.state.last
        is_urgent = np.array([tag.id in urgent for tag in tags], np.bool_)
        wanted = wanted_every_ms(last.still, last.still_since_ms, is_urgent, now_ms, rules)
        heard = np.flatnonzero(now_ms - last.t_ms < HEARD_WITHIN_MS)
        fastest_first = heard[np.argsort(wanted[heard], kind="stable")]
        for k in fastest_first.tolist():
            if len(self.waiting) >= MOST_AT_ONCE:
                return
            self._ask(tags[k].id, tags[k].number, int(wanted[k]), now_ms)

    def _ask(self, tag: UUID, number: str, every_ms: int, now_ms: int) -> None:
        before_ms, at_ms = self.asked.get(tag, (0, -REMIND_AFTER_MS))
        wait_ms = REMIND_AFTER_MS
        if every_ms != before_ms:
            wait_ms = AGAIN_AFTER_MS if every_ms > before_ms > 0 else 0
        if now_ms - at_ms >= wait_ms:
            self.asked[tag] = every_ms, now_ms
            self.waiting.append(Ask(number, every_ms))


def urgent_tags(
    plant: Plant, pipeline: Pipeline, book: Book, alarms: Iterable[OpenAlarm]
) -> frozenset[UUID]:
    """Tags in an alarm, or in an area of orange or red risk."""
    known = {holder.number: tag for tag, holder in plant.holders.items()}
    called = (one.condition.rpartition(":")[2] for one in alarms)
    found = {known[number] for number in called if number in known}
    found.update(_in_alarm(book))
    zones = pipeline.plant.zones
    risky = np.array([_is_risky(plant, zone.id) for zone in zones], np.bool_)
    visits = pipeline.state.visits.zone
    inside = (visits >= 0) & (risky[np.maximum(visits, 0)] if len(zones) else False)
    found.update(pipeline.plant.tags[k].id for k in np.flatnonzero(inside.any(axis=1)).tolist())
    return frozenset(found)


def _is_risky(plant: Plant, zone: UUID) -> bool:
    named = plant.zones.names.get(zone)
    return named is not None and named.risk in HIGH_RISK


def _in_alarm(book: Book) -> Iterator[UUID]:
    for one in book.standing.values():
        for text in (one.tag, *one.told_tags):
            if text and not text.startswith("device:"):
                yield UUID(text)
