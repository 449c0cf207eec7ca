"""What the worker does for the alarms."""

from procrastinate.contrib.django import app

from anhuan.domains.alarms import actions
from anhuan.domains.alarms.rules.retention import KEPT_DAYS
from anhuan.domains.org.models import Company
from anhuan.kernel import clock


@app.periodic(cron="50 2 * * *")
@app.task(name="alarms.prune", queue="retention")
def prune(timestamp: int) -> None:
    """Remove closed alarms older than three years, every night."""
    for company in Company.objects.filter(kind=Company.Kind.PLANT):
        actions.prune_alarms(company, KEPT_DAYS, clock.now())
