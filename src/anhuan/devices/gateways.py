"""Twenty gateways, each with its own MQTT connection, QoS 1, reconnecting by itself."""

import logging
import os
import ssl
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from paho.mqtt.client import Client, MQTTMessage, MQTTMessageInfo
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.reasoncodes import ReasonCode

from anhuan.devices.messages import ROOT
from anhuan.devices.plant.anchors import GATEWAYS, RACK

log = logging.getLogger("devices")
QOS = 1
USER = "device"
KEEPALIVE_S = 30
MOST_UNSENT = 2000  # per gateway, some minutes of frames; a broker away for longer loses the rest


@cache
def _trusting() -> ssl.SSLContext:
    """What real gateways do: trust the plant's own authority, `tls/ca.pem` of the data folder."""
    data = Path(os.environ.get("ANHUAN_DATA") or "var").resolve()
    return ssl.create_default_context(cafile=str(data / "tls" / "ca.pem"))


class Gateway:
    """One gateway: batches come in as Python values and leave as MQTT messages."""

    def __init__(self, name: str, host: str, port: int, password: str) -> None:
        self.name = name
        self.client = Client(CallbackAPIVersion.VERSION2, client_id=f"anhuan-{name}")
        self.client.username_pw_set(USER, password)
        if os.environ.get("ANHUAN_MQTT_TLS") == "1":
            self.client.tls_set_context(_trusting())
        self.client.max_queued_messages_set(MOST_UNSENT)
        self.client.reconnect_delay_set(1, 5)
        self.client.on_disconnect = self._disconnected
        self._last: MQTTMessageInfo | None = None
        self.sent = 0
        self.dropped = 0
        self.client.connect_async(host, port, KEEPALIVE_S)

    def start(self) -> None:
        """Connect in the background, now or whenever the broker is there."""
        self.client.loop_start()

    def send(self, topic: str, payload: Any) -> None:
        """Publish a value as JSON."""
        self.send_raw(topic, orjson.dumps(payload))

    def send_raw(self, topic: str, payload: bytes) -> None:
        """Publish bytes as they are."""
        info = self._last = self.client.publish(topic, payload, qos=QOS)
        if info.rc == 15:  # MQTT_ERR_QUEUE_SIZE: the broker has been away for long
            self.dropped += 1
        else:
            self.sent += 1

    def flush(self, patience_s: float) -> None:
        """Wait until the broker has acknowledged what was sent."""
        if self._last is not None:
            self._last.wait_for_publish(patience_s)

    def listen(self, topic: str, on_message: Callable[[str, bytes], None]) -> None:
        """Subscribe, again after every reconnect; call before `start`."""

        def subscribe(*_: Any) -> None:
            self.client.subscribe(topic, qos=QOS)

        def receive(client: Client, userdata: Any, message: MQTTMessage) -> None:
            on_message(message.topic, bytes(message.payload))

        self.client.on_message = receive
        self.client.on_connect = subscribe

    def _disconnected(
        self, client: Client, data: Any, flags: Any, why: ReasonCode, properties: Any
    ) -> None:
        if why.is_failure:
            log.info("gateway %s lost the broker, trying again", self.name)


def open_gateways(
    host: str, port: int, password: str, hear: Callable[[str, bytes], None]
) -> dict[str, Gateway]:
    """All gateways, connecting. `hear(topic, payload)` gets what the platform says to tags."""
    gateways = {name: Gateway(name, host, port, password) for name in GATEWAYS}
    gateways[RACK].listen(f"{ROOT}/down/+", _noting(hear))
    for gateway in gateways.values():
        gateway.start()
    return gateways


def _noting(hear: Callable[[str, bytes], None]) -> Callable[[str, bytes], None]:
    """The platform speaks to a tag: it buzzes and shows the text; and what follows from it."""

    def told(topic: str, payload: bytes) -> None:
        words = payload[:200].decode(errors="replace")
        log.info("tag %s is told %s", topic.rsplit("/", 1)[-1], words)
        hear(topic, payload)

    return told
