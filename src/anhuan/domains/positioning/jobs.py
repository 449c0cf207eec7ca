"""What the worker does for positioning."""

from datetime import UTC, datetime, time, timedelta

from procrastinate.contrib.django import app

from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.org.models import Company
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.queries.devices import settings_of
from anhuan.domains.positioning.queries.sealing import stored_span
from anhuan.domains.positioning.rules.sealing import day_to_check
from anhuan.kernel import clock

DAY = timedelta(days=1)


@app.periodic(cron="20 3 * * *")
@app.task(name="positioning.prune_tracks", queue="retention")
def prune_tracks(timestamp: int) -> None:
    """Drop the months of tracks nobody wants kept any more, every night."""
    plant = Company.objects.filter(kind=Company.Kind.PLANT).order_by("code").first()
    if plant is not None:
        actions.prune_tracks(plant, actions.keep_days(), clock.now())


@app.periodic(cron="30 3 * * *")
@app.task(name="positioning.prune_visits", queue="retention")
def prune_visits(timestamp: int) -> None:
    """Old visits and gate passages of every plant, by its own policy."""
    for company in Company.objects.filter(kind=Company.Kind.PLANT):
        actions.prune_visits(company, settings_of(company).track_days, clock.now())


@app.periodic(cron="40 3 * * *")
@app.task(name="positioning.check_tracks", queue="retention")
def check_tracks(timestamp: int) -> None:
    """Every night yesterday's tracks against their seals, and one older day in turn."""
    today = clock.now().astimezone(UTC).date()
    for company in Company.objects.filter(kind=Company.Kind.PLANT, is_retired=False):
        first, _ = stored_span(company.pk)
        if first is None:
            continue
        days = {today - DAY, day_to_check(first.astimezone(UTC).date(), today)}
        for day in sorted(days):
            start = datetime.combine(day, time(), UTC)
            actions.check_tracks(SYSTEM, company, start, start + DAY)
