"""Alarms of every source, their life cycle and their configuration."""

from anhuan.domains.alarms.models.alarms import Alarm, AlarmStep
from anhuan.domains.alarms.models.configuration import AlarmKind, EscalationStep, Suppression
from anhuan.domains.alarms.models.studies import GatheringStudy

__all__ = ["Alarm", "AlarmKind", "AlarmStep", "EscalationStep", "GatheringStudy", "Suppression"]
