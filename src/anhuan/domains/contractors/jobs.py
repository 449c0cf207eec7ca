"""What the worker does for contractors on a schedule."""

from procrastinate.contrib.django import app

from anhuan.domains.contractors import actions
from anhuan.kernel import clock


@app.periodic(cron="5 0 * * *")  # 08:05 in the plant
@app.task(name="contractors.warn", queue="reports")
def warn(timestamp: int) -> None:
    """Tell of firms' papers that run out, every morning."""
    actions.warn_of_ends(clock.now())
