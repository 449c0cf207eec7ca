"""The only writers of alarms. Each is one transaction: change, history, audit row, event."""

from anhuan.domains.alarms.actions.raising import raise_alarm, return_alarm, update_alarm
from anhuan.domains.alarms.actions.seeding import seed_kinds

__all__ = ["raise_alarm", "return_alarm", "seed_kinds", "update_alarm"]
