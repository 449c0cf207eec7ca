"""Stored tracks near a fence, as the replay takes them: by who held the tag at that time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import numpy as np

from anhuan.domains.org.models import Company
from anhuan.domains.positioning.models import Assignment, Tag
from anhuan.domains.positioning.queries.rows import fetch_binary
from anhuan.domains.positioning.rules.tracks import between
from anhuan.engine.adapters.holders import Holder, departments_above, holder_of
from anhuan.engine.core import config as core
from anhuan.engine.core.fences.compiled import box, shape_edges, shape_width
from anhuan.engine.core.tables import blank, join
from anhuan.engine.core.whatif import Recorded
from anhuan.kernel import clock
from anhuan.kernel.chunks import decode
from anhuan.kernel.ids import uuid_of

BUCKET = timedelta(minutes=10)
AROUND_M = 30.0  # so far beyond the fence a way in and out of it is taken along
Box = tuple[int, int, int, int]  # x1 y1 x2 y2, centimetres

_NEAR = """
WITH near AS (
  SELECT tag_id, bucket FROM positioning_trackchunk
   WHERE company_id = %(company)s AND bucket >= %(before)s AND bucket <= %(after)s
     AND min_x_cm <= %(x2)s AND max_x_cm >= %(x1)s AND min_y_cm <= %(y2)s AND max_y_cm >= %(y1)s
)
SELECT c.tag_id, c.payload FROM positioning_trackchunk c
 WHERE c.company_id = %(company)s AND c.bucket = %(bucket)s
   AND EXISTS (SELECT FROM near n WHERE n.tag_id = c.tag_id)
"""


@dataclass(frozen=True, slots=True)
class Held:
    """One tag in one pair of hands, epoch ms; `number`: its place among the replay's tags."""

    number: int
    holder: Holder
    since_ms: int
    until_ms: int


def load_held(company: Company, since: datetime, until: datetime) -> list[Held]:
    """Who held which tag in [since, until); nobody's time is the tag's own."""
    above = departments_above(company)
    rows = Assignment.objects.filter(tag__company=company, since__lt=until)
    rows = rows.exclude(until__lte=since).select_related("tag", "person", "vehicle")
    by_tag: dict[UUID, list[Assignment]] = {}
    for row in rows.order_by("since"):
        by_tag.setdefault(row.tag_id, []).append(row)
    held: list[Held] = []
    span_ms = clock.to_ms(since), clock.to_ms(until)
    for tag in Tag.objects.filter(company=company).order_by("number"):
        for hands, begin, end in _pieces(by_tag.get(tag.pk, []), *span_ms):
            held.append(Held(len(held), holder_of(tag, hands, above), begin, end))
    return held


def _pieces(
    rows: Sequence[Assignment], since_ms: int, until_ms: int
) -> list[tuple[Assignment | None, int, int]]:
    """Assignments in order with the gaps between them, without a hole from begin to end."""
    found: list[tuple[Assignment | None, int, int]] = []
    at_ms = since_ms
    for row in rows:
        begin = max(at_ms, clock.to_ms(row.since))
        end = until_ms if row.until is None else min(until_ms, clock.to_ms(row.until))
        if begin > at_ms:
            found.append((None, at_ms, begin))
        found.append((row, begin, end))
        at_ms = end
    return [*found, (None, at_ms, until_ms)] if at_ms < until_ms else found


def tags_of(held: Sequence[Held]) -> dict[UUID, Holder]:
    """The replay's tags in order: the real id where the tag was in one pair of hands only."""
    hands: dict[UUID, int] = {}
    for one in held:
        hands[one.holder.tag] = hands.get(one.holder.tag, 0) + 1
    return {
        one.holder.tag if hands[one.holder.tag] == 1
        else uuid_of("held", one.holder.tag, one.since_ms): one.holder
        for one in held
    }  # fmt: skip


def box_of(zones: Sequence[core.Zone]) -> Box:
    """What lies in and around all zones."""
    shapes = [(shape, zone.approach_m or 0.0) for zone in zones for shape in zone.shapes]
    boxes = np.array([box(shape_edges(s), shape_width(s) + more + AROUND_M) for s, more in shapes])
    low, high = boxes[:, :2].min(axis=0) * 100, boxes[:, 2:].max(axis=0) * 100
    return int(low[0]), int(low[1]), int(high[0]), int(high[1])


def points_in(
    company: Company, bucket: datetime, around: Box, held: Mapping[UUID, Sequence[Held]]
) -> Recorded:
    """Ten minutes of everybody who was near the fence then, just before or just after."""
    x1, y1, x2, y2 = around
    params = {
        "company": company.pk, "bucket": bucket, "before": bucket - BUCKET,
        "after": bucket + BUCKET, "x1": x1, "y1": y1, "x2": x2, "y2": y2,
    }  # fmt: skip
    parts = [blank(Recorded)]
    for tag, payload in fetch_binary(_NEAR, params):
        track = decode(payload)
        for one in held.get(tag, ()):
            mine = between(track, one.since_ms, one.until_ms)
            number = np.full(len(mine.t_ms), one.number, np.int64)
            parts.append(
                Recorded(number, mine.t_ms, mine.x_cm / 100, mine.y_cm / 100, mine.floor,
                         mine.r68_cm / 100)
            )  # fmt: skip
    return join(parts)
