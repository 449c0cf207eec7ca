"""Tables of permits: forms, permits, people, evidence, course, settings."""

from anhuan.domains.permits.models.course import (
    Approval,
    Delegation,
    Entry,
    PermitAlarm,
    PermitPoint,
    PostHolder,
    Remark,
    Revision,
    Signature,
    Suspension,
)
from anhuan.domains.permits.models.crew import Handover, Part, PermitPerson
from anhuan.domains.permits.models.evidence import (
    Briefing,
    BriefingMark,
    GasTest,
    LateField,
    MeasureCheck,
    Photo,
    RiskRow,
)
from anhuan.domains.permits.models.libraries import GasEntry, HazardEntry
from anhuan.domains.permits.models.permits import Job, Permit, PermitLink
from anhuan.domains.permits.models.settings import PermitSettings
from anhuan.domains.permits.models.templates import FormTemplate
from anhuan.domains.permits.models.weather import WeatherNote

__all__ = [
    "Approval",
    "Briefing",
    "BriefingMark",
    "Delegation",
    "Entry",
    "FormTemplate",
    "GasEntry",
    "GasTest",
    "Handover",
    "HazardEntry",
    "Job",
    "LateField",
    "MeasureCheck",
    "Part",
    "Permit",
    "PermitAlarm",
    "PermitLink",
    "PermitPerson",
    "PermitPoint",
    "PermitSettings",
    "Photo",
    "PostHolder",
    "Remark",
    "Revision",
    "RiskRow",
    "Signature",
    "Suspension",
    "WeatherNote",
]
