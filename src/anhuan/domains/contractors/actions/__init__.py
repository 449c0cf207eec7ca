"""The only writes of the slice: change, audit row and event together, or nothing."""

from anhuan.domains.contractors.actions.bars import bar, lift_bar
from anhuan.domains.contractors.actions.firms import (
    change_contractor,
    decide_firm,
    enlist,
    retire_paper,
    save_paper,
    save_settings,
)
from anhuan.domains.contractors.actions.members import assign_team, decide_member, save_team
from anhuan.domains.contractors.actions.warning import warn_of_ends

__all__ = [
    "assign_team",
    "bar",
    "change_contractor",
    "decide_firm",
    "decide_member",
    "enlist",
    "lift_bar",
    "retire_paper",
    "save_paper",
    "save_settings",
    "save_team",
    "warn_of_ends",
]
