"""What devices said and the worker could not take: counted, and sampled sparingly."""

from datetime import datetime, timedelta

from django.db import connection

from anhuan.domains.positioning.models import DeadLetter

KEPT_BYTES = 4096  # of a sample's payload
SAME_AGAIN_AFTER = timedelta(minutes=10)
_COUNT = """
INSERT INTO positioning_deadlettercount AS c (hour, source, reason, count)
VALUES (date_trunc('hour', %s::timestamptz), %s, %s, 1)
    ON CONFLICT (hour, source, reason) DO UPDATE SET count = c.count + 1
"""


def note_refusal(at: datetime, subject: str, reason: str, detail: str, payload: bytes) -> None:
    """Count one; keep it as a sample when nothing like it was kept lately."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [at, subject.removeprefix("anhuan.v1.")[:100], reason])
    like = DeadLetter.objects.filter(subject=subject[:200], reason=reason)
    if not like.filter(at__gt=at - SAME_AGAIN_AFTER).exists():
        DeadLetter.objects.create(
            at=at, subject=subject[:200], reason=reason, detail=detail[:300],
            payload=payload[:KEPT_BYTES],
        )  # fmt: skip
