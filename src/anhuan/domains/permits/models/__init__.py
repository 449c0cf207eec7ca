"""Tables of permits: forms, permits, people, evidence, course, devices, places, settings."""

from anhuan.domains.permits.models.archive import DaySeal
from anhuan.domains.permits.models.changes import FormReview
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
from anhuan.domains.permits.models.fixed_areas import FixedHotArea, FixedHotAreaReview
from anhuan.domains.permits.models.instruments import GasMinute, GasWatch, Instrument
from anhuan.domains.permits.models.libraries import GasEntry, HazardEntry
from anhuan.domains.permits.models.locks import LockGrant
from anhuan.domains.permits.models.permits import Job, Permit, PermitLink
from anhuan.domains.permits.models.places import PermitPlace, Unpermitted
from anhuan.domains.permits.models.settings import PermitSettings
from anhuan.domains.permits.models.templates import FormTemplate
from anhuan.domains.permits.models.weather import WeatherCheck, WeatherNote

__all__ = [
    "Approval",
    "Briefing",
    "BriefingMark",
    "DaySeal",
    "Delegation",
    "Entry",
    "FixedHotArea",
    "FixedHotAreaReview",
    "FormReview",
    "FormTemplate",
    "GasEntry",
    "GasMinute",
    "GasTest",
    "GasWatch",
    "Handover",
    "HazardEntry",
    "Instrument",
    "Job",
    "LateField",
    "LockGrant",
    "MeasureCheck",
    "Part",
    "Permit",
    "PermitAlarm",
    "PermitLink",
    "PermitPerson",
    "PermitPlace",
    "PermitPoint",
    "PermitSettings",
    "Photo",
    "PostHolder",
    "Remark",
    "Revision",
    "RiskRow",
    "Signature",
    "Suspension",
    "Unpermitted",
    "WeatherCheck",
    "WeatherNote",
]
