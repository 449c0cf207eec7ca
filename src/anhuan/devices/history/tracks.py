"""A month of tracks and visits, up to the ten minutes that are going on."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

from django.db import connection

from anhuan.devices.history.copying import chunk_row, copy_in, visit_row
from anhuan.devices.history.days import PastStay, past_stays
from anhuan.devices.history.packing import BUCKET_MS, Packed, packed
from anhuan.devices.history.visiting import Visit, visits_of
from anhuan.devices.seeding.sown import Sown
from anhuan.devices.timeline import Timeline
from anhuan.devices.world import World

_CHUNK_COLUMNS = (
    "company_id, tag_id, bucket, count, min_x_cm, min_y_cm, max_x_cm, max_y_cm, payload"
)
_VISIT_COLUMNS = "id, company_id, tag_id, area_id, entered_at, left_at"
Going = dict[str, Timeline]  # stays that are going on, by tag: what the simulator will continue


def sow_tracks(sown: Sown, now: datetime, days: int) -> int:
    """Write chunks and visits; returns the number of chunks."""
    until_ms = int(now.timestamp() * 1000) // BUCKET_MS * BUCKET_MS
    going, stays = _going(now), list(past_stays(now.timestamp(), days))
    _ensure_partitions(until_ms - (days + 2) * 86_400_000, until_ms)
    count = copy_in("positioning_trackchunk", _CHUNK_COLUMNS,
                    _chunks(sown, stays, going, until_ms))  # fmt: skip
    copy_in("positioning_zonevisit", _VISIT_COLUMNS, _visits(sown, stays, going, until_ms))
    return count


def _going(now: datetime) -> Going:
    world = World(now.timestamp())
    world.step(now.timestamp())
    return {mover.tag: mover.plan for mover in world.on_site() if mover.plan is not None}


def _ensure_partitions(from_ms: int, until_ms: int) -> None:
    with connection.cursor() as cursor:
        for moment_ms in range(from_ms, until_ms + 28 * 86_400_000, 14 * 86_400_000):
            moment = datetime.fromtimestamp(moment_ms / 1000, UTC)
            cursor.execute("SELECT ensure_track_partition(%s)", [moment])


def _chunks(sown: Sown, stays: list[PastStay], going: Going, until_ms: int) -> Iterator[bytes]:
    company: UUID = sown.company.pk
    taken: set[tuple[str, int]] = set()
    for tag, line in going.items():
        for chunk in packed(line, until_ms=until_ms):
            taken.add((tag, chunk.bucket_ms))
            yield _row(company, sown.tags[tag].pk, chunk, 0)
    for stay in stays:
        by_ms = stay.by_s * 1000
        first_ms = _begins(going, stay.tag, until_ms)
        for chunk in stay.template.chunks:
            key = (stay.tag, chunk.bucket_ms + by_ms)
            if key[1] < first_ms and key not in taken:
                taken.add(key)
                yield _row(company, sown.tags[stay.tag].pk, chunk, by_ms)


def _row(company: UUID, tag: UUID, chunk: Packed, by_ms: int) -> bytes:
    return chunk_row(
        company, tag, chunk.bucket_ms + by_ms, chunk.count, chunk.box_cm, chunk.moved(by_ms)
    )


def _visits(sown: Sown, stays: list[PastStay], going: Going, until_ms: int) -> Iterator[bytes]:
    for tag, line in going.items():
        for visit in visits_of(line):
            if visit.leave_s * 1000 < until_ms:
                yield _visit(sown, tag, visit, 0)
    for stay in stays:
        first_ms = _begins(going, stay.tag, until_ms)
        for visit in stay.template.visits:
            if (visit.leave_s + stay.by_s) * 1000 < first_ms:
                yield _visit(sown, stay.tag, visit, stay.by_s)


def _visit(sown: Sown, tag: str, visit: Visit, by_s: int) -> bytes:
    return visit_row(
        uuid4().bytes, sown.company.pk, sown.tags[tag].pk, sown.areas[visit.area].pk,
        visit.enter_s + by_s, visit.leave_s + by_s,
    )  # fmt: skip


def _begins(going: Going, tag: str, until_ms: int) -> int:
    """Templates end where the stay that is going on begins."""
    line = going.get(tag)
    return until_ms if line is None else int(line.from_s * 1000) // BUCKET_MS * BUCKET_MS
