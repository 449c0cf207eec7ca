"""The only writes of calibration: change and audit row together, or nothing."""

from anhuan.domains.calibration.actions.alarm_tests import (
    begin_alarm_test,
    cancel_alarm_test,
    end_event,
    finish_alarm_test,
    stage_event,
)
from anhuan.domains.calibration.actions.anchors import correct_anchor
from anhuan.domains.calibration.actions.instruments import retire_instrument, save_instrument
from anhuan.domains.calibration.actions.points import change_settings, retire_point, save_point
from anhuan.domains.calibration.actions.radio_maps import (
    activate_map,
    ask_map,
    deactivate_map,
    fail_map,
    keep_map,
    take_map,
)
from anhuan.domains.calibration.actions.reminding import remind_drift, remind_due
from anhuan.domains.calibration.actions.retuning import (
    ask_retune,
    fail_retune,
    keep_retune,
    take_retune,
)
from anhuan.domains.calibration.actions.routes import retire_route, save_route
from anhuan.domains.calibration.actions.walks import (
    add_stand,
    begin_walk,
    cancel_walk,
    finish_walk,
    leave_point,
    pass_point,
    stand_at,
)

__all__ = [
    "activate_map",
    "add_stand",
    "ask_map",
    "ask_retune",
    "begin_alarm_test",
    "begin_walk",
    "cancel_alarm_test",
    "cancel_walk",
    "change_settings",
    "correct_anchor",
    "deactivate_map",
    "end_event",
    "fail_map",
    "fail_retune",
    "finish_alarm_test",
    "finish_walk",
    "keep_map",
    "keep_retune",
    "leave_point",
    "pass_point",
    "remind_drift",
    "remind_due",
    "retire_instrument",
    "retire_point",
    "retire_route",
    "save_instrument",
    "save_point",
    "save_route",
    "stage_event",
    "stand_at",
    "take_map",
    "take_retune",
]
