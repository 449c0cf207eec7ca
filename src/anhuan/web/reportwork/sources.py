"""What has no event of its own: looked for when its slot opens."""

from collections.abc import Mapping
from datetime import datetime

from anhuan.domains.reporting.actions import open_slots
from anhuan.domains.reporting.actions.slots import Source
from anhuan.web.reportwork.positions import positions

# Tables of cameras join here with the slice that has them.
SOURCES: Mapping[str, Source] = {"AQL_POS": positions}


def open_due_slots(now: datetime) -> int:
    """Open every slot that has begun; how many."""
    return open_slots(now, SOURCES)
