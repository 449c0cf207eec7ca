"""The only writes of calibration: change and audit row together, or nothing."""

from anhuan.domains.calibration.actions.alarm_tests import (
    begin_alarm_test,
    cancel_alarm_test,
    end_event,
    finish_alarm_test,
    stage_event,
)
from anhuan.domains.calibration.actions.anchors import correct_anchor
from anhuan.domains.calibration.actions.points import change_settings, retire_point, save_point
from anhuan.domains.calibration.actions.reminding import remind_due
from anhuan.domains.calibration.actions.walks import (
    add_stand,
    begin_walk,
    cancel_walk,
    finish_walk,
    leave_point,
    stand_at,
)

__all__ = [
    "add_stand",
    "begin_alarm_test",
    "begin_walk",
    "cancel_alarm_test",
    "cancel_walk",
    "change_settings",
    "correct_anchor",
    "end_event",
    "finish_alarm_test",
    "finish_walk",
    "leave_point",
    "remind_due",
    "retire_point",
    "save_point",
    "stage_event",
    "stand_at",
]
