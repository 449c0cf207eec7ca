"""Everything that may be done to plans and tasks."""

from anhuan.domains.inspection.actions.abnormal import Seen, close, report_outside
from anhuan.domains.inspection.actions.configuring import (
    put_item,
    retire,
    save_plan,
    save_point,
    save_route,
    save_settings,
    save_standard,
)
from anhuan.domains.inspection.actions.duties import remind_duties
from anhuan.domains.inspection.actions.entering import Found, enter
from anhuan.domains.inspection.actions.generating import generate, generate_due
from anhuan.domains.inspection.actions.libraries import lists_from_risks, take_lists
from anhuan.domains.inspection.actions.standing_still import (
    Still,
    end_standstill,
    note_standstill,
    withdraw_standstill,
)
from anhuan.domains.inspection.actions.ticking import tick
from anhuan.domains.inspection.actions.walking import Came, When, finish, leave, sign_in, start

__all__ = [
    "Came",
    "Found",
    "Seen",
    "Still",
    "When",
    "close",
    "end_standstill",
    "enter",
    "finish",
    "generate",
    "generate_due",
    "leave",
    "lists_from_risks",
    "note_standstill",
    "put_item",
    "remind_duties",
    "report_outside",
    "retire",
    "save_plan",
    "save_point",
    "save_route",
    "save_settings",
    "save_standard",
    "sign_in",
    "start",
    "take_lists",
    "tick",
    "withdraw_standstill",
]
