"""Packs a month of tracks and visits into two files, in a process of its own: no Django here.

    python -m anhuan.devices.history.prepare FOLDER COMPANY NOW_S DAYS

The rows wait in the files while the other processor writes the plant into the database.
"""

import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from uuid import UUID, uuid4

from anhuan.devices.history.days import PastStay, past_stays
from anhuan.devices.history.identity import area_id, tag_id
from anhuan.devices.history.packing import BUCKET_MS, Packed, packed
from anhuan.devices.history.rows import END, SIGNATURE, chunk_row, visit_row
from anhuan.devices.history.visiting import Visit, visits_of
from anhuan.devices.timeline import Timeline
from anhuan.devices.world import World

CHUNKS, VISITS = "chunks.copy", "visits.copy"
BATCH_BYTES = 1 << 20


class Past:
    """The stays to be written, and the ones going on: what the simulator will continue."""

    def __init__(self, company: UUID, now_s: float, days: int) -> None:
        self.company = company
        self.until_ms = int(now_s * 1000) // BUCKET_MS * BUCKET_MS
        self.stays = list(past_stays(now_s, days))
        world = World(now_s)
        world.step(now_s)
        self.going: dict[str, Timeline] = {m.tag: m.plan for m in world.on_site() if m.plan}
        self._tag = cache(lambda number: tag_id(company, number))
        self._area = cache(lambda code: area_id(company, code))

    def chunks(self) -> Iterator[bytes]:
        """Rows of positioning_trackchunk."""
        taken: set[tuple[str, int]] = set()
        for tag, line in self.going.items():
            for chunk in packed(line, until_ms=self.until_ms):
                taken.add((tag, chunk.bucket_ms))
                yield self._chunk(tag, chunk, 0)
        for stay in self.stays:
            for chunk, by_ms in self._before(stay):
                key = (stay.tag, chunk.bucket_ms + by_ms)
                if key not in taken:
                    taken.add(key)
                    yield self._chunk(stay.tag, chunk, by_ms)

    def visits(self) -> Iterator[bytes]:
        """Rows of positioning_zonevisit: only those that are over."""
        for tag, line in self.going.items():
            for visit in visits_of(line):
                if visit.leave_s * 1000 < self.until_ms:
                    yield self._visit(tag, visit, 0)
        for stay in self.stays:
            ends_ms = self._ends_ms(stay.tag)
            for visit in stay.template.visits:
                if (visit.leave_s + stay.by_s) * 1000 < ends_ms:
                    yield self._visit(stay.tag, visit, stay.by_s)

    def _before(self, stay: PastStay) -> Iterator[tuple[Packed, int]]:
        by_ms, ends_ms = stay.by_s * 1000, self._ends_ms(stay.tag)
        return ((c, by_ms) for c in stay.template.chunks if c.bucket_ms + by_ms < ends_ms)

    def _ends_ms(self, tag: str) -> int:
        """Templates end where the stay that is going on begins."""
        line = self.going.get(tag)
        begins = self.until_ms if line is None else int(line.from_s * 1000)
        return begins // BUCKET_MS * BUCKET_MS

    def _chunk(self, tag: str, chunk: Packed, by_ms: int) -> bytes:
        at, payload = chunk.bucket_ms + by_ms, chunk.moved(by_ms)
        return chunk_row(self.company, self._tag(tag), at, chunk.count, chunk.box_cm, payload)

    def _visit(self, tag: str, visit: Visit, by_s: int) -> bytes:
        ids = uuid4().bytes, self.company, self._tag(tag), self._area(visit.area)
        return visit_row(*ids, visit.enter_s + by_s, visit.leave_s + by_s)


def main(words: list[str]) -> None:
    """Write both files."""
    folder = Path(words[0])
    past = Past(UUID(words[1]), float(words[2]), int(words[3]))
    write(folder / CHUNKS, past.chunks())
    write(folder / VISITS, past.visits())


def write(path: Path, rows: Iterable[bytes]) -> None:
    """A whole COPY stream."""
    with path.open("wb") as out:
        waiting, size = [SIGNATURE], 0
        for row in rows:
            waiting.append(row)
            size += len(row)
            if size > BATCH_BYTES:
                out.write(b"".join(waiting))
                waiting, size = [], 0
        out.write(b"".join([*waiting, END]))


if __name__ == "__main__":
    main(sys.argv[1:])
