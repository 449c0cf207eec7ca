"""The replay's own gateway."""

import os
import time
from typing import Any

from anhuan.devices import messages
from anhuan.devices.gateways import Gateway
from anhuan.node.data_folder import DataFolder
from anhuan.node.trouble import Trouble

NAME = "GW-REPLAY"
PATIENCE_S = 5.0


class Line:
    """An MQTT connection that sends as one gateway and knows when everything has arrived."""

    def __init__(self) -> None:
        data = DataFolder.from_environment()
        host = os.environ.get("ANHUAN_MQTT_HOST") or "127.0.0.1"
        port = int(os.environ.get("ANHUAN_MQTT_PORT") or 1883)
        self._gateway = Gateway(f"{NAME}-{os.getpid()}", host, port, data.secret("device"))

    def __enter__(self) -> "Line":
        self._gateway.start()
        end = time.monotonic() + PATIENCE_S
        while not self._gateway.client.is_connected():
            if time.monotonic() > end:
                self._gateway.client.loop_stop()
                raise Trouble(
                    "连不上 MQTT，系统没有运行？请先 make run",
                    "MQTT does not answer; is the system running? start it with make run",
                )
            time.sleep(0.05)
        return self

    def __exit__(self, *error: object) -> None:
        self._gateway.client.disconnect()
        self._gateway.client.loop_stop()

    def send_ranges(self, reports: list[dict[str, Any]]) -> None:
        """One batch of range reports."""
        self._gateway.send(messages.ranging_topic(NAME), reports)

    def say_alive(self, devices: list[str], t_s: float) -> None:
        """Signs of life of tag and anchors."""
        for device in devices:
            self._gateway.send(messages.status_topic(device), messages.status(t_s, online=True))

    def flush(self) -> None:
        """Wait until the broker has acknowledged every message."""
        self._gateway.flush(PATIENCE_S)
