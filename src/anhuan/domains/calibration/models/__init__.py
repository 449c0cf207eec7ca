"""Surveyed points, walk tests over them, tests of the alarms, and the plant's own limits."""

from anhuan.domains.calibration.models.alarm_tests import AlarmTest, StagedEvent
from anhuan.domains.calibration.models.settings import CalibrationSettings
from anhuan.domains.calibration.models.walks import AnchorStand, Stand, SurveyPoint, WalkTest

__all__ = [
    "AlarmTest",
    "AnchorStand",
    "CalibrationSettings",
    "StagedEvent",
    "Stand",
    "SurveyPoint",
    "WalkTest",
]
