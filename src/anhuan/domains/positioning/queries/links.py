"""Addresses other slices lead to: whose tracks, from when to when."""

from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

MOST = 6  # as many tracks as the page draws


def track_url(subjects: Iterable[UUID], start: datetime, end: datetime) -> str:
    """The replay of these people or vehicles over a period; the first six of them."""
    asked = [("subject", str(one)) for one in list(subjects)[:MOST]]
    span = [(name, f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}")
            for name, moment in (("from", start), ("to", end))]  # fmt: skip
    return f"{reverse('positioning:tracks')}?{urlencode([*asked, *span], safe=':')}"
