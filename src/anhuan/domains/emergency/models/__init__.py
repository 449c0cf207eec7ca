"""Evacuations, who they concern, what happened, and what a plant has set."""

from anhuan.domains.emergency.models.evacuations import Evacuation, EvacuationStep
from anhuan.domains.emergency.models.evacuees import Evacuee
from anhuan.domains.emergency.models.settings import EmergencySettings

__all__ = ["EmergencySettings", "Evacuation", "EvacuationStep", "Evacuee"]
