"""What the worker does for the face check."""

from procrastinate.contrib.django import app

from anhuan.domains.faces import actions


@app.periodic(cron="20 18 * * *")
@app.task(name="faces.forget_gone", queue="retention")
def forget_gone(timestamp: int) -> None:
    """Faces of people who left, every night."""
    actions.forget_gone()
