"""MQTT 3.1.1, QoS 1, by paho: taken when the broker says so, or when a reply comes."""

import threading
from typing import Any
from urllib.parse import urlsplit

import orjson
import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from anhuan.domains.reporting.rules.outcomes import ACCEPTED, Outcome
from anhuan.exchange.forms.answers import read_words
from anhuan.exchange.forms.topics import filled_in
from anhuan.exchange.reporting.carriers import Errand, NoAnswer


def carry(errand: Errand) -> Outcome:
    """Raises `NoAnswer` when neither acknowledgement nor reply comes in time."""
    talk = _Talk(errand)
    try:
        return talk.carry()
    except (OSError, ValueError, RuntimeError) as error:
        raise NoAnswer(f"{type(error).__name__}: {error}") from error
    finally:
        talk.end()


class _Talk:
    """One connection for one message."""

    def __init__(self, errand: Errand) -> None:
        self.errand, self.wait_s = errand, errand.options.timeout_s
        self.ready, self.replied = threading.Event(), threading.Event()
        self.reply, self.trouble = b"", ""
        topic = str(errand.options.form.get("reply_topic", ""))
        self.reply_topic = filled_in(topic, errand.message)
        self.client = mqtt.Client(CallbackAPIVersion.VERSION2)
        self.client.on_connect, self.client.on_message = self._connected, self._heard
        self.client.on_subscribe = lambda *_: self.ready.set()

    def carry(self) -> Outcome:
        parts, secret = urlsplit(self.errand.address), self.errand.secret
        if secret.get("username"):
            self.client.username_pw_set(secret["username"], secret.get("password"))
        if parts.scheme == "mqtts":
            self.client.tls_set(ca_certs=self.errand.options.form.get("ca"))
        port = parts.port or (8883 if parts.scheme == "mqtts" else 1883)
        self.client.connect(parts.hostname or "", port, keepalive=30)
        self.client.loop_start()
        if not self.ready.wait(self.wait_s):
            raise NoAnswer(self.trouble or "没有连上 MQTT 服务器")
        if self.trouble:
            raise NoAnswer(self.trouble)
        told = self.client.publish(self.errand.call.path, self.errand.call.body, qos=1)
        told.wait_for_publish(self.wait_s)
        if not told.is_published():
            raise NoAnswer("MQTT 服务器没有确认收到")
        return self._outcome()

    def _outcome(self) -> Outcome:
        if not self.reply_topic:
            return Outcome(ACCEPTED, "MQTT 服务器已确认（QoS 1）")
        if not self.replied.wait(self.wait_s):
            raise NoAnswer(f"主题 {self.reply_topic} 上没有答复")
        return read_words(self.reply, self.errand.message, self.errand.options.form)

    def end(self) -> None:
        self.client.disconnect()
        self.client.loop_stop()

    def _connected(self, client: mqtt.Client, _: Any, __: Any, code: Any, ___: Any) -> None:
        if code.is_failure:
            self.trouble = f"MQTT 服务器拒绝连接：{code}"
            self.ready.set()
        elif self.reply_topic:
            client.subscribe(self.reply_topic, qos=1)
        else:
            self.ready.set()

    def _heard(self, _: mqtt.Client, __: Any, message: mqtt.MQTTMessage) -> None:
        try:
            found = orjson.loads(message.payload)
        except orjson.JSONDecodeError:
            return
        if isinstance(found, dict) and found.get("id") == self.errand.message.id:
            self.reply = bytes(message.payload)
            self.replied.set()
