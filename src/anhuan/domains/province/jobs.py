"""What the worker does for the province node at night."""

from procrastinate.contrib.django import app

from anhuan.domains.province import actions
from anhuan.kernel import clock


@app.periodic(cron="40 19 * * *")
@app.task(name="province.prune", queue="retention")
def prune(timestamp: int) -> None:
    """Forget old receipts and alarms that ended years ago."""
    actions.prune(clock.now())
