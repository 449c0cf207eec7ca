"""Everyone over a period: frames for playing the plant like a film (POS-049)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from anhuan.domains.org.models import Account
from anhuan.domains.positioning.queries import scan
from anhuan.domains.positioning.queries.scope import scope_of
from anhuan.domains.positioning.rules import film as rules
from anhuan.domains.positioning.rules.tracks import REMEMBERED_MS, bucket_of, joined
from anhuan.kernel import clock
from anhuan.kernel.chunks import Track

Column = list[int | None]


@dataclass(frozen=True, slots=True)
class Actor:
    """One subject in every frame; None where nothing was known. Decimetres, seconds."""

    subject: UUID
    tag: UUID
    x_dm: Column
    y_dm: Column
    floor: Column
    age_s: Column


@dataclass(frozen=True, slots=True)
class Film:
    """Frames of everybody. `tail` as in a track."""

    t_ms: list[int]
    actors: list[Actor]
    tail: str


def film(account: Account, start: datetime, end: datetime, step_ms: int) -> Film:
    """Where everybody in scope was every `step_ms` of [start, end); at most 240 frames."""
    frames = rules.frames_of(clock.to_ms(start), clock.to_ms(end), step_ms)
    memory = timedelta(milliseconds=REMEMBERED_MS)
    asked = scan.Asked(scope_of(account, "tracks.view"), start - memory, end)
    parts: dict[tuple[UUID, UUID], list[Track]] = defaultdict(list)
    for bucket in sorted(_buckets(frames)):
        for walk in scan.walks(asked, bucket):
            parts[walk.subject, walk.tag].append(walk.track)
    fresh, state = scan.open_walks(asked)
    for walk in fresh:
        parts[walk.subject, walk.tag].append(walk.track)
    actors = [_actor(*who, joined(tracks), frames) for who, tracks in parts.items()]
    return Film(frames.tolist(), [a for a in actors if any(v is not None for v in a.x_dm)], state)


def _buckets(frames: NDArray[np.int64]) -> set[int]:
    """The ten minutes that hold the frames, and those before them."""
    own = {bucket_of(int(t)) for t in frames}
    return own | {bucket_of(int(t) - REMEMBERED_MS) for t in frames}


def _actor(subject: UUID, tag: UUID, track: Track, frames: NDArray[np.int64]) -> Actor:
    at = rules.indices(track, frames)
    known = at != rules.NOWHERE

    def column(values: NDArray[np.int64]) -> Column:
        return [int(v) if ok else None for v, ok in zip(values[at], known, strict=True)]

    age = [
        int(v) if ok else None
        for v, ok in zip((frames - track.t_ms[at]) // 1000, known, strict=True)
    ]
    return Actor(
        subject, tag, column(track.x_cm // 10), column(track.y_cm // 10), column(track.floor), age
    )
