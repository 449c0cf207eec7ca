"""Reading what phones sent, and what the other slices add to the app."""

from anhuan.domains.field.queries.reading import (
    complete_files,
    content_path,
    explosive_zones,
    get_device_for,
    is_blocked,
    me_of,
    operations_of,
    own_file,
    todos_of,
    visible_devices,
)
from anhuan.domains.field.queries.registry import (
    OPERATIONS,
    TODOS,
    VIEWS,
    Done,
    Kind,
    Todo,
    TodoSource,
    View,
    register,
)

__all__ = [
    "OPERATIONS", "TODOS", "VIEWS", "Done", "Kind", "Todo", "TodoSource", "View",
    "complete_files", "content_path", "explosive_zones", "get_device_for", "is_blocked", "me_of",
    "operations_of", "own_file", "register", "todos_of", "visible_devices",
]  # fmt: skip
