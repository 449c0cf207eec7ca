"""The engine's whole memory in one row, as of one position of the stream.

One transaction writes the memory, the sealed chunks, the visits and the counts of that moment. So
whoever starts after a kill -9 goes on from there and neither misses nor doubles anything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
import zstandard
from django.db import transaction

from anhuan.domains.positioning.models import EngineState
from anhuan.engine.adapters import chunk_store, records
from anhuan.engine.adapters.engine import Engine, Visit
from anhuan.engine.adapters.refusals import Sample
from anhuan.engine.adapters.tail import Blocks
from anhuan.engine.core.blob import pack, unpack
from anhuan.kernel import clock

VERSION = 1
SHARD = 0


@dataclass(frozen=True, slots=True)
class Frozen:
    """Everything one checkpoint writes; nothing in it changes any more."""

    company: UUID
    seq: int
    memory: bytes
    sealed: Blocks
    tags: list[UUID]
    visits: dict[Visit, int | None]
    counts: Counter[tuple[int, str, str]]
    samples: list[Sample]
    epoch: int = 0
    shard: int = SHARD


class Deposed(Exception):
    """Somebody else is in charge by now: nothing was written, and nothing may be."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A checkpoint as read back."""

    seq: int
    saved_ms: int
    blob: bytes


def freeze(engine: Engine, created: str, seq: int, heard_ms: int | None = None) -> Frozen:
    """Take the memory between two beats. `seq` of the stream of `created` is worked through.

    heard_ms: when that message was stored; the engine's newest where it is left out.
    """
    due = engine.tail.due(engine.clock_ms)
    names, parts = engine.tail.dump(without=due)
    plain = {
        "version": VERSION,
        "clock_ms": engine.clock_ms,
        "heard_ms": engine.heard_ms if heard_ms is None else heard_ms,
        "created": created,
        "feeds": engine.feeds,
        "book": engine.book.dump(),
        "alarms": engine.alarms.dump(),
        "limits": engine.limits.buckets,
        "tail_tags": names,
        "tail_parts": [[bucket, len(body)] for bucket, body in parts],
    }
    arrays = {
        "pipeline": np.frombuffer(engine.pipeline.dump(), np.uint8),
        "tail": np.frombuffer(b"".join(body for _, body in parts), np.uint8),
    }
    visits, engine.visits = engine.visits, {}
    counts, samples = engine.refusals.take()
    return Frozen(
        company=engine.plant.company.pk,
        seq=seq,
        memory=pack(arrays, plain),
        sealed=engine.tail.frozen(due),
        tags=list(engine.tail.tags),
        visits=visits,
        counts=counts,
        samples=samples,
        epoch=engine.epoch,
    )


def write(frozen: Frozen) -> None:
    """All of it or nothing. Raises Deposed where a later owner has claimed the row."""
    blob = zstandard.ZstdCompressor(level=1).compress(frozen.memory)
    with transaction.atomic():
        if epoch_of(frozen.company, frozen.shard) > frozen.epoch:
            raise Deposed(f"shard {frozen.shard} belongs to a later owner")
        chunk_store.seal(frozen.company, frozen.sealed, frozen.tags)
        if frozen.visits:
            records.write_visits(frozen.visits)
        records.write_refusals(frozen.counts, frozen.samples)
        row = EngineState(
            company_id=frozen.company, shard=frozen.shard, stream_seq=frozen.seq,
            saved_at=clock.now(), blob=blob, epoch=frozen.epoch,
        )  # fmt: skip
        EngineState.objects.bulk_create(
            [row],
            update_conflicts=True,
            unique_fields=["company", "shard"],
            update_fields=["stream_seq", "saved_at", "blob", "epoch"],
        )


def epoch_of(company: UUID, shard: int = SHARD) -> int:
    """The epoch of the row's owner; inside a transaction the row is ours until its end."""
    rows = EngineState.objects.filter(company=company, shard=shard)
    if transaction.get_connection().in_atomic_block:
        rows = rows.select_for_update()
    return rows.values_list("epoch", flat=True).first() or 0


def claim(company: UUID, shard: int, epoch: int) -> int:
    """Make the row ours: whoever has a lower epoch writes no more.

    Answers `epoch`; or, where the row has seen that one or a later, the one to come back with.
    """
    with transaction.atomic():
        fresh = {"stream_seq": 0, "saved_at": clock.now(), "blob": b""}
        EngineState.objects.get_or_create(company_id=company, shard=shard, defaults=fresh)
        known = epoch_of(company, shard)
        if known >= epoch:
            return known + 1
        EngineState.objects.filter(company=company, shard=shard).update(epoch=epoch)
    return epoch


def written(engine: Engine, frozen: Frozen) -> None:
    """It is safe: the sealed points need not be kept."""
    engine.tail.drop(frozen.sealed)


def take_back(engine: Engine, frozen: Frozen) -> None:
    """It could not be written: keep everything for the next time."""
    engine.refusals.give_back(frozen.counts, frozen.samples)
    newer, engine.visits = engine.visits, dict(frozen.visits)
    for visit, left_ms in newer.items():
        engine.note_visit(visit, left_ms)


def read(company: UUID, shard: int = SHARD) -> Stored | None:
    """The last checkpoint, if there is one."""
    row = EngineState.objects.filter(company=company, shard=shard).first()
    if row is None or not row.blob:  # claimed, never written
        return None
    return Stored(row.stream_seq, clock.to_ms(row.saved_at), bytes(row.blob))


def restore(engine: Engine, stored: Stored) -> str:
    """Bring a new engine to the checkpoint; answers when the stream was made.

    ValueError or KeyError when the memory cannot be read; the engine is then of no use.
    """
    arrays, plain = opened(stored.blob)
    engine.pipeline.load(arrays["pipeline"].tobytes())
    engine.book.load(plain["book"])
    engine.tail.load(plain["tail_tags"], _cut(arrays["tail"].tobytes(), plain["tail_parts"]))
    engine.limits.buckets = {name: (n, at) for name, (n, at) in plain["limits"].items()}
    engine.alarms.load(plain["alarms"])
    engine.clock_ms, engine.heard_ms = plain["clock_ms"], plain["heard_ms"]
    engine.seq, engine.feeds = stored.seq, plain.get("feeds", {})
    return str(plain["created"])


def opened(blob: bytes) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The arrays and plain values of a checkpoint. ValueError when it cannot be read."""
    try:
        arrays, plain = unpack(zstandard.ZstdDecompressor().decompress(blob))
    except zstandard.ZstdError as error:
        raise ValueError("the checkpoint is damaged") from error
    if plain.get("version") != VERSION:
        raise ValueError("the checkpoint is of another version")
    return arrays, plain


def _cut(body: bytes, sizes: list[tuple[int, int]]) -> list[tuple[int, bytes]]:
    parts, at = [], 0
    for bucket, size in sizes:
        parts.append((bucket, body[at : at + size]))
        at += size
    return parts
