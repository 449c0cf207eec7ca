"""What the worker does for permits on a schedule. The timers themselves are a scan of `wiring`."""

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
