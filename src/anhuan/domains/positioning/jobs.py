"""What the worker does for positioning."""

from procrastinate.contrib.django import app

from anhuan.domains.org.models import Company
from anhuan.domains.positioning import actions
from anhuan.kernel import clock


@app.periodic(cron="20 3 * * *")
@app.task(name="positioning.prune_tracks", queue="retention")
def prune_tracks(timestamp: int) -> None:
    """Drop the months of tracks nobody wants kept any more, every night."""
    plant = Company.objects.filter(kind=Company.Kind.PLANT).order_by("code").first()
    if plant is not None:
        actions.prune_tracks(plant, actions.keep_days(), clock.now())
