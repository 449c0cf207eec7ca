"""Frames over an MQTT 3.1.1 broker: a question on one topic, the answer on another, QoS 1.

`url: mqtt://host:1883/PREFIX`; `options: {user: …, password: "env:…"}`. The broker may double and
reorder; numbers tell. It limits the size of a message: `batch` must suit it.
"""

import queue
import secrets
import ssl
from typing import Any
from urllib.parse import urlsplit

from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode

from anhuan.exchange.adapters.contract import LinkDown
from anhuan.exchange.adapters.secrets import resolve
from anhuan.exchange.adapters.transports.answers import Answers
from anhuan.exchange.adapters.transports.http import context_of
from anhuan.exchange.core.addressed import Addressed
from anhuan.exchange.core.definition import Endpoint
from anhuan.exchange.core.frames import Frame

CONNECT_S = 10.0
ASK, ANSWER = "ask", "answer"


def connected(endpoint: Endpoint, name: str, on_message: Any, topic: str) -> Client:
    """A client that is subscribed. Raises `LinkDown`."""
    parts = urlsplit(endpoint.url)
    client = Client(CallbackAPIVersion.VERSION2, name)
    client.on_message = on_message
    client.on_connect = lambda client, *_: client.subscribe(topic, 1)  # again after every break
    if user := endpoint.options.get("user"):
        client.username_pw_set(user, resolve(endpoint.options.get("password", "")))
    if parts.scheme == "mqtts":
        client.tls_set_context(context_of(endpoint))
    subscribed: queue.Queue[bool] = queue.Queue()
    client.on_subscribe = lambda *_: subscribed.put(True)
    try:
        client.connect(parts.hostname or "", parts.port or 1883, keepalive=30)
        client.loop_start()
        subscribed.get(timeout=CONNECT_S)
    except (OSError, ssl.SSLError, queue.Empty, ValueError) as error:
        client.loop_stop()
        raise LinkDown(str(error) or "MQTT 服务器没有应答，请核对地址与账号") from error
    return client


class MqttTransport:
    """One client; belongs to one thread."""

    def __init__(self, endpoint: Endpoint, token: str) -> None:
        self._endpoint, self._token = endpoint, token
        self._prefix = urlsplit(endpoint.url).path.strip("/")
        self._name = f"exchange-{secrets.token_hex(6)}"
        self._answers = Answers()
        self._client: Client | None = None
        self._number = 0

    def ask(self, frame: Frame) -> Frame:
        """Publish a frame, wait for the one with its number. Raises `LinkDown`."""
        client = self._client or self._connect()
        self._number += 1
        payload = Addressed(self._number, self._token, frame.encode()).encode()
        sent = client.publish(f"{self._prefix}/{ASK}/{self._name}", payload, qos=1)
        if sent.rc is not MQTTErrorCode.MQTT_ERR_SUCCESS:
            self.close()
            raise LinkDown("MQTT 连接已断")
        try:
            return self._answers.wait(self._number)
        except LinkDown:
            self.close()
            raise

    def _connect(self) -> Client:
        topic = f"{self._prefix}/{ANSWER}/{self._name}"
        self._client = connected(self._endpoint, self._name, self._heard, topic)
        return self._client

    def _heard(self, client: Client, userdata: object, message: MQTTMessage) -> None:
        self._answers.put(bytes(message.payload))

    def close(self) -> None:
        """Hang up; the next question connects anew."""
        if self._client is not None:
            self._client.disconnect()
            self._client.loop_stop()
        self._client = None
