"""Reads the track back from where the product keeps it."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from anhuan.domains.org.models import Company
from anhuan.domains.positioning.models import Anchor, Tag, TrackChunk
from anhuan.domains.positioning.queries.tail import fetch_tail
from anhuan.kernel.chunks import Track, decode, merge
from anhuan.node.trouble import Trouble

PATIENCE_S = 30.0
LOOK_EVERY_S = 0.5
RELOAD_S = 2.0  # the engine takes up a changed configuration within that
NEARLY_MS = 2_000  # the engine decides twice a second


@dataclass(frozen=True, slots=True)
class Stored:
    """A track with where its points were found: sealed in PostgreSQL, or in the open tail."""

    track: Track
    sealed: int
    open: int


def read_track(company: Company, tag: Tag) -> Stored:
    """All points of a tag: sealed chunks of the database, then the tail not sealed yet."""
    rows = TrackChunk.objects.filter(company=company, tag=tag).order_by("bucket")
    sealed = [decode(bytes(payload)) for payload in rows.values_list("payload", flat=True)]
    tail = fetch_tail(company.code, [tag.pk]).tracks.get(tag.pk)
    parts = [*([tail] if tail is not None else []), *sealed]
    if not parts:
        return Stored(decode(bytes((1, 1, 0, 0, 0, 0, 0))), 0, 0)
    whole = merge(parts)
    points = sum(part.points for part in sealed)
    return Stored(whole, points, whole.points - points)


def wait_for_track(company: Company, tag: Tag, until_ms: int, sealed_within_s: float) -> Stored:
    """Wait until the stored track reaches `until_ms`, and for its seal if that comes soon."""
    end = time.monotonic() + PATIENCE_S + sealed_within_s
    best = read_track(company, tag)
    while time.monotonic() < end:
        if _reaches(best, until_ms) and (best.open == 0 or sealed_within_s == 0):
            return best
        time.sleep(LOOK_EVERY_S)
        best = read_track(company, tag)
    if best.track.points == 0:
        raise Trouble(
            "引擎没有存下这条轨迹，请用 anhuan doctor 检查系统",
            "the engine stored no track; see anhuan doctor",
        )
    return best


def wait_until_known(tag: Tag, anchors: list[Anchor], say_alive: Callable[[], None]) -> None:
    """Let the devices give signs of life until the engine writes that it saw each of them."""
    wanted = [anchor.pk for anchor in anchors]
    before = dict(Anchor.objects.filter(pk__in=wanted).values_list("pk", "seen_at"))
    end = time.monotonic() + PATIENCE_S
    time.sleep(RELOAD_S)
    while time.monotonic() < end:
        say_alive()
        time.sleep(RELOAD_S)
        now = dict(Anchor.objects.filter(pk__in=wanted).values_list("pk", "seen_at"))
        tag.refresh_from_db(fields=["seen_at"])
        if tag.seen_at and all(now[pk] is not None and now[pk] != before[pk] for pk in wanted):
            return
    raise Trouble(
        "引擎没有接受新登记的基站和标签，请用 anhuan doctor 检查系统",
        "the engine did not take up the new anchors and tag; see anhuan doctor",
    )


def _reaches(stored: Stored, until_ms: int) -> bool:
    points = stored.track.points
    return points > 0 and int(stored.track.t_ms[-1]) >= until_ms - NEARLY_MS
