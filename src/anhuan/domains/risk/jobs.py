"""What the worker does for the register on a schedule."""

from procrastinate.contrib.django import app

from anhuan.domains.risk import actions
from anhuan.kernel import clock


@app.periodic(cron="30 0 * * 1")
@app.task(name="risk.reviews", queue="reports")
def reviews(timestamp: int) -> None:
    """Monday, half past eight at the plant (UTC+8): assessments to be looked at again."""
    actions.remind_reviews(clock.now())
