"""The desk of the plant this node stands beside: the slice `pipes`, in this very process.

The only file of the exchange that knows Django; a node without a plant never loads it.
"""

import os
from typing import Any

from anhuan.exchange.adapters.contract import LinkDown
from anhuan.exchange.core.orders import Orders


class PlantDesk:
    """Reports to the plant's database; belongs to one thread."""

    def __init__(self) -> None:
        import django

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anhuan.web.settings")
        django.setup()

    def tell(self, report: dict[str, Any]) -> Orders:
        """Raises `LinkDown` while the database is away."""
        from django.db import DatabaseError, InterfaceError, connections

        from anhuan.domains.pipes.actions import hear, local_node
        from anhuan.kernel import clock

        try:
            node = local_node()
            return Orders() if node is None else hear(node, report, clock.now())
        except (DatabaseError, InterfaceError) as error:
            connections.close_all()
            raise LinkDown(str(error)) from error
