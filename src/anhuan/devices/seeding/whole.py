"""One transaction for the whole plant."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def all_or_nothing() -> Iterator[None]:
    """A transaction without savepoints in it.

    Each action would set one and release it: five thousand round trips for nothing, since one
    refusal here undoes the whole plant anyway.
    """
    features = connection.features
    had = features.uses_savepoints
    features.uses_savepoints = False
    try:
        with transaction.atomic():
            yield
    finally:
        features.uses_savepoints = had
