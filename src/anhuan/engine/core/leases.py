"""Who works on which part of which plant: decisions about leases, time passed in.

A lease is an entry of a store that changes only by compare-and-set. Its owner renews it every
second and trusts it for `VALID_S` from the moment before it asked. Others call it free when they
have watched it stand unchanged for longer than that, by their own clock: no two machines' clocks
are ever compared. Each new owner gets an epoch higher by one; what bears a lower one is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum

VALID_S = 4.0  # from asking for it to its end
FREE_AFTER_S = 4.2  # unchanged for so long: nobody trusts it any more
BLIND_AFTER_S = 2.0  # between two looks: what stood unchanged meanwhile proves nothing
PATIENCE_S = 2.0  # for the one with fewest parts to take one that was given back


@dataclass(frozen=True, slots=True)
class Lease:
    """One entry. worker "": given back."""

    worker: str
    epoch: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A lease, or a worker's sign of life (lease None), and which writing of its key it is."""

    revision: int
    lease: Lease | None = None


class Do(Enum):
    """What a worker does about a part."""

    RENEW = "renew"
    TAKE = "take"
    GIVE_BACK = "give back"
    LOSE = "lose"  # somebody else has it


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do now. revision: what the entry must still be; epoch: what to write."""

    do: Do
    part: str
    revision: int = 0
    epoch: int = 0


@dataclass(slots=True)
class Watch:
    """What one worker has seen of all entries: each with the moment it was first seen so."""

    entries: dict[str, Entry] = field(default_factory=dict)
    since_s: dict[str, float] = field(default_factory=dict)
    free_since_s: dict[str, float] = field(default_factory=dict)  # parts nobody holds
    looked_s: float | None = None

    def look(self, now_s: float, entries: Mapping[str, Entry], parts: Iterable[str]) -> None:
        """All entries as they are now; `parts` are those there should be."""
        was_blind = self.looked_s is None or now_s - self.looked_s > BLIND_AFTER_S
        self.since_s = {
            key: self.since_s[key] if not was_blind and self.entries.get(key) == one else now_s
            for key, one in entries.items()
        }
        self.entries, self.looked_s = dict(entries), now_s
        free = [part for part in parts if self.owner(part, now_s) is None]
        self.free_since_s = {part: self.free_since_s.get(part, now_s) for part in free}

    def is_alive(self, key: str, now_s: float) -> bool:
        """Whether this entry has changed lately."""
        since_s = self.since_s.get(key)  # None: another thread asks while we look
        return key in self.entries and since_s is not None and now_s - since_s < FREE_AFTER_S

    def owner(self, part: str, now_s: float) -> str | None:
        """Who holds a part; None when nobody does."""
        entry = self.entries.get(part)
        lease = entry.lease if entry else None
        if lease is None or not lease.worker or not self.is_alive(part, now_s):
            return None
        return lease.worker

    def workers(self, now_s: float) -> set[str]:
        """Who has shown a sign of life."""
        signs = (key for key, entry in self.entries.items() if entry.lease is None)
        return {sign for sign in signs if self.is_alive(sign, now_s)}


def steps(me: str, mine: Mapping[str, int], watch: Watch, now_s: float) -> list[Step]:
    """What worker `me` does now. mine: epoch of every part it works on. Right after a `look`."""
    parts = set(watch.free_since_s) | {p for p in watch.entries if watch.owner(p, now_s)}
    lost = [part for part in mine if not _is_still(me, part, mine[part], watch)]
    found = [Step(Do.LOSE, part, epoch=mine[part]) for part in lost]
    kept = {part: epoch for part, epoch in mine.items() if part not in lost}
    held = _held(me, parts, kept, watch, now_s)
    giving = _too_many(me, kept, held)
    for part, epoch in kept.items():
        do = Do.GIVE_BACK if part == giving else Do.RENEW
        found.append(Step(do, part, watch.entries[part].revision, epoch))
    if not giving:
        found += _takings(me, kept, parts, held, watch, now_s)
    return found


def share(parts: int, workers: int) -> int:
    """The most parts one of so many workers should hold."""
    return -(-parts // max(workers, 1))


def _is_still(me: str, part: str, epoch: int, watch: Watch) -> bool:
    entry = watch.entries.get(part)
    return entry is not None and entry.lease == Lease(me, epoch)


def _held(
    me: str, parts: set[str], mine: Mapping[str, int], watch: Watch, now_s: float
) -> dict[str, int]:
    """How many parts each living worker holds."""
    held = dict.fromkeys(watch.workers(now_s) | {me}, 0)
    for part in parts:
        owner = watch.owner(part, now_s)
        if owner in held and owner != me:
            held[owner] += 1
    held[me] = len(mine)
    return held


def _too_many(me: str, mine: Mapping[str, int], held: Mapping[str, int]) -> str | None:
    """The part to give back: the first of those with most has two more than somebody."""
    most = min(held, key=lambda worker: (-held[worker], worker))
    if most != me or held[me] - min(held.values()) < 2:
        return None
    return max(mine)


def _takings(
    me: str, mine: Mapping[str, int], parts: set[str], held: Mapping[str, int], watch: Watch,
    now_s: float,
) -> list[Step]:  # fmt: skip
    """Free parts this worker takes: up to its share; what was given back is for who has fewest."""
    found: list[Step] = []
    others = [count for worker, count in held.items() if worker != me]
    for part in sorted(watch.free_since_s):
        count = held[me] + len(found)
        if part in mine or count >= share(len(parts), len(held)):
            continue
        entry = watch.entries.get(part)
        lease = entry.lease if entry else None
        is_given_back = lease is not None and not lease.worker
        is_for_others = is_given_back and count > min(others, default=count)
        if is_for_others and now_s - watch.free_since_s[part] < PATIENCE_S:
            continue
        revision, epoch = entry.revision if entry else 0, lease.epoch if lease else 0
        found.append(Step(Do.TAKE, part, revision, epoch + 1))
    return found


@dataclass(slots=True)
class Hold:
    """A part this worker holds: how long it may trust that."""

    part: str
    epoch: int
    until_s: float

    def is_valid(self, now_s: float) -> bool:
        """Whether work may go on; where it may not, nobody else need have taken over yet."""
        return now_s < self.until_s

    def renewed(self, asked_s: float) -> None:
        """The store has taken a renewal that was asked for at `asked_s`."""
        self.until_s = asked_s + VALID_S
