"""Which moment a deed counts by when a phone tells it later than it was done.

The field slice works out the true moment and says why it may be doubted. A turned clock that still
agrees with the time that is known to have passed is believed; one that contradicts it is not.
"""

from collections.abc import Collection
from datetime import datetime

CONTRADICTION = "out_of_bounds"  # of `field.rules.times.LABELS`


def counted_at(at: datetime, received_at: datetime, doubts: Collection[str]) -> datetime:
    """The moment windows are judged by: the deed's own, the receipt's where the phone's clock
    contradicts the time that has passed. Nobody makes a late round punctual by turning a clock.
    """
    return received_at if CONTRADICTION in doubts else min(at, received_at)
