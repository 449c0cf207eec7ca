"""One transaction for the whole plant."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def all_or_nothing() -> Iterator[None]:
    """A transaction without savepoints in it.

    Each action would set one and release it: five thousand round trips for nothing, since one
    refusal here undoes the whole plant anyway. Nor is the house's code looked through for garbage
    again and again, an eighth of the time.
    """
    features = connection.features
    had, thresholds = features.uses_savepoints, gc.get_threshold()
    features.uses_savepoints = False
    gc.set_threshold(100_000, 20, 50)
    try:
        with transaction.atomic():
            yield
    finally:
        features.uses_savepoints = had
        gc.set_threshold(*thresholds)
