"""What the worker does for certificates and training on a schedule."""

from procrastinate.contrib.django import app

from anhuan.domains.training import actions
from anhuan.kernel import clock


@app.periodic(cron="0 0 * * *")  # 08:00 in the plant
@app.task(name="training.warn", queue="reports")
def warn(timestamp: int) -> None:
    """Tell of what runs out, every morning."""
    actions.warn_of_ends(clock.now())
