"""Reads of the province node; each is cut to the asker's scope."""

from anhuan.domains.province.queries.enterprises import (
    bureaus_for,
    enterprise_for,
    known_by_token,
    visible_enterprises,
    visible_nodes,
)
from anhuan.domains.province.queries.orders import order_asked, order_for, visible_orders
from anhuan.domains.province.queries.rows import row_asked, row_for, visible_rows
from anhuan.domains.province.queries.settings import settings_of

__all__ = [
    "bureaus_for",
    "enterprise_for",
    "known_by_token",
    "order_asked",
    "order_for",
    "row_asked",
    "row_for",
    "settings_of",
    "visible_enterprises",
    "visible_nodes",
    "visible_orders",
    "visible_rows",
]
