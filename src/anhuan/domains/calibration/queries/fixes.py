"""The stored track of a tag, whoever carries it: test tags stand on tripods, too."""

from datetime import datetime, timedelta

from anhuan.domains.positioning.models import Tag, TrackChunk
from anhuan.domains.positioning.queries.tail import fetch_tail
from anhuan.domains.positioning.queries.tracks import BUCKET, SEALED_AFTER
from anhuan.domains.positioning.rules import tracks as rules
from anhuan.kernel import clock
from anhuan.kernel.chunks import Track

LATE = timedelta(seconds=10)  # a fix of the last seconds may still be on its way to the record


def track_of_tag(tag: Tag, start: datetime, end: datetime) -> Track:
    """Points of [start, end) as recorded, the engine's open tail included."""
    rows = TrackChunk.objects.filter(
        company=tag.company_id, tag=tag, bucket__gt=start - BUCKET, bucket__lt=end
    )
    chunks = [bytes(one) for one in rows.order_by("bucket").values_list("payload", flat=True)]
    whole = rules.unpacked(chunks)
    if end > clock.now() - SEALED_AFTER:
        tail = fetch_tail(tag.company.code, [tag.pk])
        if tag.pk in tail.tracks:
            whole = rules.with_tail(whole, tail.tracks[tag.pk])
    return rules.between(whole, clock.to_ms(start), clock.to_ms(end))
