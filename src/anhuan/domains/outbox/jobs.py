"""What the worker does for the outbox."""

from procrastinate.contrib.django import app

from anhuan.domains.outbox import actions
from anhuan.kernel import clock


@app.periodic(cron="40 2 * * *")
@app.task(name="outbox.prune", queue="retention")
def prune(timestamp: int) -> None:
    """Remove events older than 30 days, every night."""
    actions.prune(clock.now())
