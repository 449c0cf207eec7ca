"""Standards, points and routes; plans and standstills; tasks, visits, entries."""

from anhuan.domains.inspection.models.abnormalities import Abnormality
from anhuan.domains.inspection.models.duties import DutyNotice
from anhuan.domains.inspection.models.plans import Plan, Standstill
from anhuan.domains.inspection.models.routes import Point, Route, RouteStop
from anhuan.domains.inspection.models.settings import InspectionSettings
from anhuan.domains.inspection.models.standards import Standard, StandardItem
from anhuan.domains.inspection.models.tasks import Entry, Task, Visit

__all__ = [
    "Abnormality",
    "DutyNotice",
    "Entry",
    "InspectionSettings",
    "Plan",
    "Point",
    "Route",
    "RouteStop",
    "Standard",
    "StandardItem",
    "Standstill",
    "Task",
    "Visit",
]
