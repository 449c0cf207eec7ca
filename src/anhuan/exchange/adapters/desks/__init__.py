"""Who gives a node its orders: the plant beside it, or a plant far away."""

from typing import Any, Protocol

from anhuan.exchange.core.orders import Orders


class Desk(Protocol):
    """Hears a report, answers with orders."""

    def tell(self, report: dict[str, Any]) -> Orders:
        """Raises `LinkDown` when nobody hears it."""
