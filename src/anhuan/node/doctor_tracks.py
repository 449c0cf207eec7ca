"""What `anhuan doctor` finds of stored tracks: are they still what was sealed?"""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from anhuan.node.checks import Check, failed, passed, skipped

if TYPE_CHECKING:
    from anhuan.domains.org.models import Company
    from anhuan.domains.positioning.rules.sealing import Finding

BUDGET_S = 20.0  # without --full: the newest days that can be checked in that time
DAY = timedelta(days=1)


def check_tracks(*, is_full: bool) -> Iterator[Check]:
    """One line a plant; everything with `is_full`, which takes about 3 s a day of 1,000 tags."""
    from django.db import DatabaseError

    from anhuan.domains.org.models import Company

    name = "tracks"
    try:
        for plant in Company.objects.filter(kind=Company.Kind.PLANT):
            name = f"tracks {plant.code}"
            yield _check(plant, is_full)
    except DatabaseError as error:
        yield failed(name, str(error).splitlines()[0])


def _check(plant: "Company", is_full: bool) -> Check:
    from anhuan.domains.positioning.queries.sealing import sealed_span, verify_tracks

    name = f"tracks {plant.code}"
    first, last, count = sealed_span(plant)
    if first is None or last is None:
        return skipped(name, "nothing sealed yet")
    checked, end, began = 0, last + timedelta(minutes=10), time.monotonic()
    while end > first and (is_full or time.monotonic() - began < BUDGET_S):
        verdict = verify_tracks(plant, end - DAY, end)
        if verdict.findings:
            return failed(name, _words(verdict.findings[0], len(verdict.findings)))
        checked, end = checked + verdict.buckets, end - DAY
    since = "" if end <= first else f", back to {_local(end)}; --full checks all"
    return passed(name, f"{checked} of {count} seals checked, all whole{since}")


def _words(finding: "Finding", count: int) -> str:
    from anhuan.domains.positioning.queries.sealing import tag_numbers

    tag = str(finding.tag) if finding.tag else ""
    number = tag_numbers([tag]).get(tag, tag) if tag else "all tags"
    more = f", and {count - 1} more of that day" if count > 1 else ""
    return f"{number} at {_local(finding.bucket)}: {finding.wrong}{more}"


def _local(moment: datetime) -> str:
    from django.utils import timezone

    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
