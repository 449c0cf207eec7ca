"""Everything that may be done to a hazard."""

from anhuan.domains.hazards.actions.accepting import accept, send_to_rework
from anhuan.domains.hazards.actions.assessing import (
    Assessment,
    Assignment,
    assess,
    assign,
    dismiss,
    reopen,
    send_back,
)
from anhuan.domains.hazards.actions.configuring import save_settings
from anhuan.domains.hazards.actions.importing import import_hazard
from anhuan.domains.hazards.actions.keeping import delete, merge, note, restore
from anhuan.domains.hazards.actions.photos import Shot, add_photos, shot_of
from anhuan.domains.hazards.actions.printing import note_prints
from anhuan.domains.hazards.actions.rectifying import (
    approve_plan,
    ask_extension,
    grant_extension,
    link_permits,
    refuse_extension,
    reject_plan,
    submit,
    write_plan,
)
from anhuan.domains.hazards.actions.reporting import Report, correct, report
from anhuan.domains.hazards.actions.ticking import tick, tick_due

__all__ = [
    "Assessment",
    "Assignment",
    "Report",
    "Shot",
    "accept",
    "add_photos",
    "approve_plan",
    "ask_extension",
    "assess",
    "assign",
    "correct",
    "delete",
    "dismiss",
    "grant_extension",
    "import_hazard",
    "link_permits",
    "merge",
    "note",
    "note_prints",
    "refuse_extension",
    "reject_plan",
    "reopen",
    "report",
    "restore",
    "save_settings",
    "send_back",
    "send_to_rework",
    "shot_of",
    "submit",
    "tick",
    "tick_due",
    "write_plan",
]
