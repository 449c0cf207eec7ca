"""The only writes of positioning. Each is one transaction: change, audit row, outbox event."""

from anhuan.domains.positioning.actions.bindings import bind_tag, unbind_tag
from anhuan.domains.positioning.actions.devices import (
    edit_anchor,
    edit_tag,
    edit_vehicle,
    register_anchor,
    register_tag,
    register_vehicle,
    retire_anchor,
    retire_tag,
    retire_vehicle,
)
from anhuan.domains.positioning.actions.fences import (
    disable_fence,
    enable_fence,
    retire_fence,
    save_fence,
)

__all__ = [
    "bind_tag",
    "disable_fence",
    "edit_anchor",
    "edit_tag",
    "edit_vehicle",
    "enable_fence",
    "register_anchor",
    "register_tag",
    "register_vehicle",
    "retire_anchor",
    "retire_fence",
    "retire_tag",
    "retire_vehicle",
    "save_fence",
    "unbind_tag",
]
