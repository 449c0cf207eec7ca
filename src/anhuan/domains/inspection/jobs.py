"""What the worker does for inspections on a schedule. Reminders are a scan of `wiring`."""

from procrastinate.contrib.django import app

from anhuan.domains.inspection import actions
from anhuan.kernel import clock


@app.periodic(cron="*/10 * * * *")
@app.task(name="inspection.generate", queue="reports")
def generate(timestamp: int) -> None:
    """Tasks ahead of their time, for every plan that has too few."""
    actions.generate_due(clock.now())
