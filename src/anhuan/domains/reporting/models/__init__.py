"""Receivers, rows, what went where with which receipt, and the day's commitment."""

from anhuan.domains.reporting.models.commitment import Commitment
from anhuan.domains.reporting.models.deliveries import Batch, Delivery, Slot
from anhuan.domains.reporting.models.orders import Order, OrderReply
from anhuan.domains.reporting.models.rows import ReportRow
from anhuan.domains.reporting.models.settings import DayNote, ReportingSettings
from anhuan.domains.reporting.models.targets import Target

__all__ = [
    "Batch",
    "Commitment",
    "DayNote",
    "Delivery",
    "Order",
    "OrderReply",
    "ReportRow",
    "ReportingSettings",
    "Slot",
    "Target",
]
