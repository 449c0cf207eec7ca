"""Reading inspections, gated by who asks."""

from anhuan.domains.inspection.queries.process import latest_value
from anhuan.domains.inspection.queries.progress import Progress, progress_of
from anhuan.domains.inspection.queries.tasks import (
    get_task_for,
    settings_of,
    tasks_of,
    visible_tasks,
    with_state,
)

__all__ = [
    "Progress",
    "get_task_for",
    "latest_value",
    "progress_of",
    "settings_of",
    "tasks_of",
    "visible_tasks",
    "with_state",
]
