"""What the worker does for permits on a schedule. The timers themselves are a scan of `wiring`."""

from datetime import timedelta

from procrastinate.contrib.django import app

from anhuan.domains.org.models import Company
from anhuan.domains.permits import actions
from anhuan.kernel import clock


@app.periodic(cron="30 1 * * *")  # 09:30 in the plant: the plan goes out before 10:00
@app.task(name="permits.day_plan", queue="reports")
def day_plan(timestamp: int) -> None:
    """The day's plan of every plant."""
    for plant in Company.objects.filter(kind=Company.Kind.PLANT):
        actions.plan_day(plant, clock.now())


@app.periodic(cron="10 16 * * *")  # 00:10 in the plant
@app.task(name="permits.check_people", queue="reports")
def check_people(timestamp: int) -> None:
    """Certificates and training of everybody on an open permit, every day (4.9)."""
    actions.check_people(clock.now())


@app.periodic(cron="40 18 * * *")
@app.task(name="permits.file", queue="retention")
def file_accepted(timestamp: int) -> None:
    """File what was accepted days ago and nobody filed."""
    actions.file_accepted(clock.now())


@app.periodic(cron="0 17 * * *")  # 01:00 in the plant, when the day is over
@app.task(name="permits.seal", queue="retention")
def seal(timestamp: int) -> None:
    """Seal the permits that closed on the days before (B.3)."""
    actions.seal_days(clock.now())


@app.periodic(cron="30 17 * * *")
@app.task(name="permits.check_archive", queue="retention")
def check_archive(timestamp: int) -> None:
    """The last week's seals, and the same week a year ago, every night."""
    today = clock.now().date()
    for plant in Company.objects.filter(permit_seals__isnull=False).distinct():
        for back in (1, 365):
            last = today - timedelta(days=back)
            actions.check_archive(None, plant, last - timedelta(days=6), last)


@app.periodic(cron="50 17 * * *")
@app.task(name="permits.prune_minutes", queue="retention")
def prune_minutes(timestamp: int) -> None:
    """Forget what detectors read while nobody worked beside them."""
    actions.prune_minutes(clock.now())


@app.periodic(cron="0 0 * * *")  # 08:00 in the plant
@app.task(name="permits.fixed_areas", queue="reports")
def remind_fixed_areas(timestamp: int) -> None:
    """Fixed hot-work areas that are due for their yearly look (5.5.1)."""
    actions.remind_fixed_areas(clock.now())
