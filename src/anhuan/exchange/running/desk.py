"""The thread that tells the desk how the node stands, and does what it is told."""

import logging
import threading
from typing import Any

from anhuan.exchange.adapters.contract import LinkDown, StoreDown
from anhuan.exchange.adapters.desks import Desk
from anhuan.exchange.running.node import Node
from anhuan.exchange.running.obeying import Obeying
from anhuan.exchange.running.telling import Teller

log = logging.getLogger("exchange")
EVERY_S = 1.0
LONGEST_PAUSE_S = 10.0


class Steered:
    """Reports once a second; a desk that is away is asked again, the node goes on meanwhile."""

    def __init__(self, node: Node, make_desk: Any) -> None:
        self._make_desk = make_desk
        self._teller = Teller(node)
        self._obeying = Obeying(node, self._teller.note)
        self._over = threading.Event()
        self._failures = 0
        self._thread = threading.Thread(target=self._run, name="desk", daemon=True)

    def start(self) -> None:
        """First what was ordered before; then the desk."""
        self._obeying.recall()
        self._thread.start()

    def _run(self) -> None:
        desk: Desk = self._make_desk()
        while not self._over.is_set():
            try:
                self._once(desk)
                self._failures = 0
            except (LinkDown, StoreDown) as down:
                self._failures += 1
                if self._failures == 1:
                    log.warning("desk: %s", down)
            except Exception:
                self._failures += 1
                log.exception("desk")
            self._over.wait(min(LONGEST_PAUSE_S, EVERY_S * (1 + self._failures)))
        self._teller.close()

    def _once(self, desk: Desk) -> None:
        done = list(self._obeying.done)
        report = self._teller.report() | {"done": [one.as_json() for one in done]}
        orders = desk.tell(report)
        self._teller.heard(report)
        del self._obeying.done[: len(done)]
        if orders.wants_letters:
            self._teller.tell_letters_again()
        self._obeying.take(orders)

    def stop(self) -> None:
        """End."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join(5)
