"""Hazards, their course, pictures, plans and extensions."""

from anhuan.domains.hazards.models.course import Extension, LinkedPermit, Photo, Plan, Stage, Step
from anhuan.domains.hazards.models.hazards import Hazard
from anhuan.domains.hazards.models.settings import HazardSettings

__all__ = [
    "Extension",
    "Hazard",
    "HazardSettings",
    "LinkedPermit",
    "Photo",
    "Plan",
    "Stage",
    "Step",
]
