"""Plants, what they sent, how they stand, what went down to them."""

from anhuan.domains.province.models.checks import SpotCheck
from anhuan.domains.province.models.enterprises import Enterprise
from anhuan.domains.province.models.inflow import (
    Clash,
    DayCount,
    Inflow,
    Receipt,
    Refusal,
    Stranger,
)
from anhuan.domains.province.models.nodes import LowerNode
from anhuan.domains.province.models.orders import Answer, Order
from anhuan.domains.province.models.passing import Passing
from anhuan.domains.province.models.points import LimitChange, Point
from anhuan.domains.province.models.reports import EvaluationReport
from anhuan.domains.province.models.rows import ReceivedRow
from anhuan.domains.province.models.settings import ProvinceSettings
from anhuan.domains.province.models.standing import Outage, Standing
from anhuan.domains.province.models.whereabouts import Whereabouts

__all__ = [
    "Answer",
    "Clash",
    "DayCount",
    "Enterprise",
    "EvaluationReport",
    "Inflow",
    "LimitChange",
    "LowerNode",
    "Order",
    "Outage",
    "Passing",
    "Point",
    "ProvinceSettings",
    "Receipt",
    "ReceivedRow",
    "Refusal",
    "SpotCheck",
    "Standing",
    "Stranger",
    "Whereabouts",
]
