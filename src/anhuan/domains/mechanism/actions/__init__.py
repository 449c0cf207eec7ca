"""The only writes of the mechanism."""

from anhuan.domains.mechanism.actions.awarding import decide, withdraw
from anhuan.domains.mechanism.actions.configuring import save_settings
from anhuan.domains.mechanism.actions.following import follow_task
from anhuan.domains.mechanism.actions.lining import sync_lines, sync_plan
from anhuan.domains.mechanism.actions.planning import plan_register
from anhuan.domains.mechanism.actions.scoring import score_weeks
from anhuan.domains.mechanism.actions.ticking import tick

__all__ = [
    "decide",
    "follow_task",
    "plan_register",
    "save_settings",
    "score_weeks",
    "sync_lines",
    "sync_plan",
    "tick",
    "withdraw",
]
