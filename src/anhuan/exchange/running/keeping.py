"""How long a node keeps what is done with."""

import logging
import threading

from anhuan.exchange.adapters.contract import StoreDown
from anhuan.exchange.adapters.stores import open_outbox

log = logging.getLogger("exchange")
KEEP_DAYS = 7  # acknowledged messages: a receiver restored from a back-up asks for them again
LOOK_EVERY_S = 3600.0


class Keeping:
    """A thread that forgets what is old, once an hour."""

    def __init__(self, store: str) -> None:
        self._store = store
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="keeping", daemon=True)

    def start(self) -> None:
        """Begin; the first look is at once. Harmless to repeat."""
        if not self._thread.is_alive():
            self._thread.start()

    def _run(self) -> None:
        while not self._over.is_set():
            try:
                prune(self._store)
            except StoreDown as down:
                log.warning("keeping: %s", down)
            self._over.wait(LOOK_EVERY_S)

    def stop(self) -> None:
        """End."""
        self._over.set()


def prune(store: str, keep_days: int = KEEP_DAYS) -> int:
    """Forget what every receiver has and is older; answers how much."""
    outbox = open_outbox(store)
    try:
        return outbox.prune(keep_days)
    finally:
        outbox.close()
