"""A month in which the demo plant has already been running."""

from datetime import datetime

from anhuan.devices.history.alarms import sow_alarms
from anhuan.devices.history.tracks import sow_tracks
from anhuan.devices.seeding.sown import Sown


def sow_history(sown: Sown, now: datetime, days: int) -> None:
    """Tracks, visits of areas and handled alarms of the last `days` days."""
    sow_tracks(sown, now, days)
    sow_alarms(sown, now, days)
