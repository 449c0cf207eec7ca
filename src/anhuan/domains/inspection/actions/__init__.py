"""Everything that may be done to plans and tasks."""

from anhuan.domains.inspection.actions.entering import Found, enter
from anhuan.domains.inspection.actions.generating import generate, generate_due
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
    "Still",
    "When",
    "end_standstill",
    "enter",
    "finish",
    "generate",
    "generate_due",
    "leave",
    "note_standstill",
    "sign_in",
    "start",
    "tick",
    "withdraw_standstill",
]
