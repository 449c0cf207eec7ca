"""Twenty gateways, each with its own MQTT connection, QoS 1, reconnecting by itself."""

import logging
from collections.abc import Callable
from typing import Any

import orjson
from paho.mqtt.client import Client, ConnectFlags, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from anhuan.devices.plant.anchors import GATEWAYS

log = logging.getLogger("devices")
QOS = 1
USER = "device"
KEEPALIVE_S = 30
MOST_UNSENT = 500  # per gateway: about a minute and a half of frames, then the oldest way: drop


class Gateway:
    """One gateway: batches come in as Python values and leave as MQTT messages."""

    def __init__(self, name: str, host: str, port: int, password: str) -> None:
        self.name = name
        self.client = Client(CallbackAPIVersion.VERSION2, client_id=f"anhuan-{name}")
        self.client.username_pw_set(USER, password)
        self.client.max_queued_messages_set(MOST_UNSENT)
        self.client.reconnect_delay_set(1, 5)
        self.client.on_connect = self._connected
        self.client.on_disconnect = self._disconnected
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
        info = self.client.publish(topic, payload, qos=QOS)
        if info.rc == 15:  # MQTT_ERR_QUEUE_SIZE: the broker has been away for long
            self.dropped += 1
        else:
            self.sent += 1

    def listen(self, topic: str, on_message: Callable[[bytes], None]) -> None:
        """Subscribe, again after every reconnect."""

        def subscribe(*_: Any) -> None:
            self.client.subscribe(topic, qos=QOS)

        def receive(client: Client, userdata: Any, message: MQTTMessage) -> None:
            on_message(bytes(message.payload))

        self.client.on_message = receive
        self.client.on_connect = subscribe

    def stop(self) -> None:
        """Say goodbye and end the thread."""
        self.client.disconnect()
        self.client.loop_stop()

    def _connected(
        self,
        client: Client,
        data: Any,
        flags: ConnectFlags,
        why: ReasonCode,
        properties: Properties | None,
    ) -> None:
        log.debug("gateway %s connected: %s", self.name, why)

    def _disconnected(self, *args: Any) -> None:
        log.info("gateway %s lost the broker, trying again", self.name)


def open_gateways(host: str, port: int, password: str) -> dict[str, Gateway]:
    """All gateways, connecting."""
    gateways = {name: Gateway(name, host, port, password) for name in GATEWAYS}
    for gateway in gateways.values():
        gateway.start()
    return gateways
