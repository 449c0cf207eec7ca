"""The door at an MQTT broker: questions of all senders under one prefix."""

import os
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from paho.mqtt.client import Client, MQTTMessage

from anhuan.exchange.adapters.doors.asked import replied
from anhuan.exchange.adapters.doors.guard import Guard
from anhuan.exchange.adapters.doors.tcp import Answer
from anhuan.exchange.adapters.transports.mqtt import ANSWER, ASK, connected
from anhuan.exchange.core.definition import Endpoint

AT_ONCE = 4


class MqttDoor:
    """Answers in threads of its own: the client's must go on reading."""

    def __init__(self, endpoint: Endpoint, answer: Answer, guard: Guard) -> None:
        self._prefix = urlsplit(endpoint.url).path.strip("/")
        self._answer, self._guard = answer, guard
        self._pool = ThreadPoolExecutor(AT_ONCE)
        topic = f"{self._prefix}/{ASK}/+"
        self._client = connected(endpoint, f"exchange-door-{os.getpid()}", self._heard, topic)

    def _heard(self, client: Client, userdata: object, message: MQTTMessage) -> None:
        self._pool.submit(self._reply, message.topic.rpartition("/")[2], bytes(message.payload))

    def _reply(self, who: str, payload: bytes) -> None:
        if back := replied(payload, self._answer, self._guard):
            self._client.publish(f"{self._prefix}/{ANSWER}/{who}", back, qos=1)

    def close(self) -> None:
        """Take nobody in any more."""
        self._client.disconnect()
        self._client.loop_stop()
        self._pool.shutdown(wait=False)
