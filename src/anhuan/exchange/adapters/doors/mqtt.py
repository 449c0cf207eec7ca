"""The door at an MQTT broker: questions of all senders under one prefix."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from paho.mqtt.client import Client, MQTTMessage

from anhuan.exchange.adapters.doors.guard import Guard
from anhuan.exchange.adapters.doors.tcp import Answer
from anhuan.exchange.adapters.transports.mqtt import ANSWER, ASK, connected
from anhuan.exchange.core import addressed
from anhuan.exchange.core.addressed import Addressed
from anhuan.exchange.core.answers import NOT_ALLOWED, Refusal
from anhuan.exchange.core.definition import Endpoint
from anhuan.exchange.core.frames import BadFrame, Frame, Kind, decode

AT_ONCE = 4


class MqttDoor:
    """Answers in threads of its own: the client's must go on reading."""

    def __init__(self, endpoint: Endpoint, name: str, answer: Answer, guard: Guard) -> None:
        self._prefix = urlsplit(endpoint.url).path.strip("/")
        self._answer, self._guard = answer, guard
        self._pool = ThreadPoolExecutor(AT_ONCE)
        topic = f"{self._prefix}/{ASK}/+"
        self._client = connected(endpoint, name, self._heard, topic)

    def _heard(self, client: Client, userdata: object, message: MQTTMessage) -> None:
        self._pool.submit(self._reply, message.topic.rpartition("/")[2], bytes(message.payload))

    def _reply(self, who: str, payload: bytes) -> None:
        try:
            asked = addressed.decode(payload)
            said = self._answered(self._guard.allowed(asked.token), decode(asked.content))
        except BadFrame:
            return  # noise; whoever asked in earnest asks again
        back = Addressed(asked.number, "", said.encode()).encode()
        self._client.publish(f"{self._prefix}/{ANSWER}/{who}", back, qos=1)

    def _answered(self, allowed: Callable[[str], bool] | None, frame: Frame) -> Frame:
        if allowed is None:
            refusal = Refusal(NOT_ALLOWED, "令牌无效，请重新登记该节点")
            return Frame(Kind.REFUSED, refusal.encode())
        return self._answer(frame, allowed)

    def close(self) -> None:
        """Take nobody in any more."""
        self._client.disconnect()
        self._client.loop_stop()
        self._pool.shutdown(wait=False)
