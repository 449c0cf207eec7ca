"""The demo's receiver: a thread beside the simulated devices, ninety ports above the pages."""

import logging
import threading
from collections.abc import Mapping
from pathlib import Path

from anhuan.devices.receiving.http import Receiver
from anhuan.devices.receiving.store import Store

log = logging.getLogger("receiver")
ABOVE = 90


def port_of(environment: Mapping[str, str]) -> int:
    """Where it listens, by the port of the pages."""
    return int(environment.get("ANHUAN_PORT") or 8000) + ABOVE


def listen_beside(data: Path, environment: Mapping[str, str]) -> Receiver | None:
    """Begin to listen; None when somebody has the port, which is said and harms nothing else."""
    port = port_of(environment)
    try:
        found = Receiver(Store(data / "run" / "received.jsonl"), port)
    except OSError as error:
        log.warning("receiver: port %d: %s", port, error)
        return None
    threading.Thread(target=found.serve_forever, daemon=True).start()
    log.info("receiver: 127.0.0.1:%d", port)
    return found
