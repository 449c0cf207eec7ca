"""A gateway as the plant has them: paho, MQTT 3.1.1, QoS 1."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import paho.mqtt.client as paho

PATIENCE_S = 5


class Gateway:
    """A connected client that remembers what it was told."""

    def __init__(self, port: int, name: str, password: str, user: str = "device") -> None:
        self.received: list[tuple[str, bytes]] = []
        self.acknowledged: list[int] = []
        self.granted: list[int] = []
        self._connected, self._subscribed, self.got = (threading.Event() for _ in range(3))
        self.client = paho.Client(paho.CallbackAPIVersion.VERSION2, client_id=name)
        self.client.username_pw_set(user, password)
        self.client.on_connect = self._on_connect
        self.client.on_publish = lambda c, u, mid, *rest: self.acknowledged.append(mid)
        self.client.on_subscribe = self._on_subscribe
        self.client.on_message = self._on_message
        self.client.connect("127.0.0.1", port)
        self.client.loop_start()

    def _on_connect(self, client, userdata, flags, reason, properties) -> None:
        if not reason.is_failure:
            self._connected.set()

    def _on_subscribe(self, client, userdata, mid, reasons, properties) -> None:
        self.granted = [reason.value for reason in reasons]
        self._subscribed.set()

    def _on_message(self, client, userdata, message) -> None:
        self.received.append((message.topic, message.payload))
        self.got.set()

    def is_connected(self, patience_s: float = PATIENCE_S) -> bool:
        return self._connected.wait(patience_s)

    def subscribe(self, topic: str) -> list[int]:
        self._subscribed.clear()
        self.client.subscribe(topic, qos=1)
        assert self._subscribed.wait(PATIENCE_S)
        return self.granted

    def publish(self, topic: str, payload: bytes, patience_s: float = PATIENCE_S) -> bool:
        """Was the message acknowledged in time?"""
        sent = self.client.publish(topic, payload, qos=1)
        try:
            sent.wait_for_publish(patience_s)
        except RuntimeError:
            return False
        return sent.is_published()


@contextmanager
def gateway(port: int, name: str, password: str, user: str = "device") -> Iterator[Gateway]:
    made = Gateway(port, name, password, user)
    try:
        yield made
    finally:
        made.client.disconnect()
        made.client.loop_stop()
