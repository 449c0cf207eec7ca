"""A solver's checkpoint: the memory of its filters, as of one place of INGEST."""

from __future__ import annotations

import logging

import numpy as np

from anhuan.engine.adapters import checkpoint
from anhuan.engine.adapters.checkpoint import Frozen, Stored
from anhuan.engine.adapters.configuration import Plant
from anhuan.engine.adapters.parts.solving import Solving, new_solving
from anhuan.engine.adapters.start import READ_BACK_MS
from anhuan.engine.adapters.stream import Position
from anhuan.engine.core.blob import pack
from anhuan.engine.core.shares import Place
from anhuan.kernel import clock

log = logging.getLogger("engine")

VERSION = checkpoint.VERSION


def freeze(solving: Solving, epoch: int) -> Frozen:
    """Take the memory between two beats. Write it only when all that was made is acknowledged."""
    plain = {
        "version": VERSION,
        "of": solving.of,
        "clock_ms": solving.clock_ms,
        "heard_ms": solving.place.at_ms,
        "created": solving.place.created,
        "limits": solving.limits.buckets,
    }
    arrays = {"pipeline": np.frombuffer(solving.solver.dump(), np.uint8)}
    counts, samples = solving.refusals.take()
    return Frozen(
        company=solving.plant.company.pk, seq=solving.place.seq, memory=pack(arrays, plain),
        sealed={}, tags=[], visits={}, counts=counts, samples=samples,
        epoch=epoch, shard=solving.share + 1,
    )  # fmt: skip


def take_back(solving: Solving, frozen: Frozen) -> None:
    """It could not be written: keep what was counted for the next time."""
    solving.refusals.give_back(frozen.counts, frozen.samples)


def woken(plant: Plant, share: int, of: int) -> tuple[Solving, Position]:
    """A solver as of its last checkpoint, and where in INGEST it goes on.

    Without one of the same division it takes what it can from that of the judge, which was the
    whole engine's before the plant was cut into parts, and goes on where nothing is missed.
    """
    solving = new_solving(plant, share, of)
    for shard in (share + 1, 0):
        stored = checkpoint.read(plant.company.pk, shard)
        if stored is None:
            continue
        try:
            return solving, restore(solving, stored)
        except (ValueError, KeyError, TypeError) as error:
            log.warning("%s: memory %d is not taken: %s", solving.name, shard, error)
            solving = new_solving(plant, share, of)
    from_ms = clock.now_ms() - READ_BACK_MS
    solving.clock_ms = from_ms
    return solving, Position(from_ms=from_ms)


def restore(solving: Solving, stored: Stored) -> Position:
    """Bring a new solver to the checkpoint. ValueError or KeyError when it is none for it."""
    arrays, plain = checkpoint.opened(stored.blob)
    if plain.get("of", solving.of) != solving.of:
        raise ValueError(f"it is of a division by {plain['of']}")
    solving.solver.load(arrays["pipeline"].tobytes())
    solving.solver.take()  # what an engine had not judged yet is its judge's
    solving.limits.buckets = {name: (n, at) for name, (n, at) in plain["limits"].items()}
    solving.clock_ms = plain["clock_ms"]
    solving.place = Place(str(plain["created"]), stored.seq, plain["heard_ms"])
    return Position(stored.seq, solving.place.created, solving.clock_ms, solving.place.at_ms)
