"""What the worker does for notify."""

from procrastinate.contrib.django import app

from anhuan.domains.notify import actions


@app.task(name="notify.deliver", queue="notify")
def deliver(delivery_id: str) -> None:
    """One attempt at one delivery."""
    actions.deliver(delivery_id)


@app.periodic(cron="* * * * *")
@app.task(name="notify.requeue_overdue", queue="notify", pass_context=False)
def requeue_overdue(timestamp: int) -> None:
    """Pick up deliveries whose worker died."""
    actions.requeue_overdue()
