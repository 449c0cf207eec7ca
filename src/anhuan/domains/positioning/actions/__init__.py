"""The only writes of positioning. Each is one transaction: change, audit row, outbox event."""

from anhuan.domains.positioning.actions.bindings import bind_tag, unbind_tag
from anhuan.domains.positioning.actions.checks import check_devices
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
from anhuan.domains.positioning.actions.looks import record_look, record_look_at_all
from anhuan.domains.positioning.actions.settings import change_settings, keep_days, prune_tracks

__all__ = [
    "bind_tag",
    "change_settings",
    "check_devices",
    "disable_fence",
    "edit_anchor",
    "edit_tag",
    "edit_vehicle",
    "enable_fence",
    "keep_days",
    "prune_tracks",
    "record_look",
    "record_look_at_all",
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
