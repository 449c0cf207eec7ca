"""The contract with the process slice: what a gauge in the control room showed at a moment.

Whoever knows process values adds a function to `SOURCES` (company, point, moment) → value or None.
"""

from collections.abc import Callable
from datetime import datetime

from anhuan.domains.org.models import Company

Source = Callable[[Company, str, datetime], float | None]
SOURCES: list[Source] = []


def latest_value(company: Company, point: str, at: datetime) -> float | None:
    """The value of a process point at a moment; None where nobody knows it."""
    if not point:
        return None
    found = (source(company, point, at) for source in SOURCES)
    return next((value for value in found if value is not None), None)
