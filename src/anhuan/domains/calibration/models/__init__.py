"""Surveyed points and routes, walk tests, radio maps, alarm tests, and the plant's own limits."""

from anhuan.domains.calibration.models.alarm_tests import AlarmTest, Retune, StagedEvent
from anhuan.domains.calibration.models.instruments import Instrument
from anhuan.domains.calibration.models.radio_maps import HeardLevels, RadioMap
from anhuan.domains.calibration.models.routes import Passing, RouteStop, SurveyRoute
from anhuan.domains.calibration.models.settings import CalibrationSettings
from anhuan.domains.calibration.models.walks import AnchorStand, Stand, SurveyPoint, WalkTest

__all__ = [
    "AlarmTest",
    "AnchorStand",
    "CalibrationSettings",
    "HeardLevels",
    "Instrument",
    "Passing",
    "RadioMap",
    "Retune",
    "RouteStop",
    "StagedEvent",
    "Stand",
    "SurveyPoint",
    "SurveyRoute",
    "WalkTest",
]
