"""What the worker does for emergency on a schedule."""

from procrastinate.contrib.django import app

from anhuan.domains.emergency import actions
from anhuan.domains.org.models import Company
from anhuan.kernel import clock


@app.periodic(cron="50 3 * * *")
@app.task(name="emergency.prune", queue="retention")
def prune(timestamp: int) -> None:
    """Old evacuations, every night."""
    for plant in Company.objects.filter(kind=Company.Kind.PLANT):
        actions.prune(plant, clock.now())
