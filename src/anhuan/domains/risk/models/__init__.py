"""The register, its versions and assessments; pictures and cards; major hazard sources."""

from anhuan.domains.risk.models.assessments import Assessment
from anhuan.domains.risk.models.cards import AreaCard, RiskPicture
from anhuan.domains.risk.models.duties import DutyRecord, DutyRow, Holding
from anhuan.domains.risk.models.identifications import Identification
from anhuan.domains.risk.models.register import RiskEvent, RiskMeasure, RiskObject, RiskUnit
from anhuan.domains.risk.models.settings import RiskSettings
from anhuan.domains.risk.models.versions import Version

__all__ = [
    "AreaCard",
    "Assessment",
    "DutyRecord",
    "DutyRow",
    "Holding",
    "Identification",
    "RiskEvent",
    "RiskMeasure",
    "RiskObject",
    "RiskPicture",
    "RiskSettings",
    "RiskUnit",
    "Version",
]
