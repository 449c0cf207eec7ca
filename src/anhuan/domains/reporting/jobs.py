"""What the worker does for reporting on a schedule; slots and the morning are scans of `wiring`."""

from procrastinate.contrib.django import app

from anhuan.domains.reporting import actions
from anhuan.kernel import clock


@app.periodic(cron="20 19 * * *")
@app.task(name="reporting.prune", queue="retention")
def prune(timestamp: int) -> None:
    """Forget old positions and receipts, every night."""
    actions.prune(clock.now())
