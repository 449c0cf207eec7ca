"""The door at an MQTT broker: `report/{company}/{table}`, answered on `…/reply`. A message is
acknowledged to the broker when it is kept, not before."""

import json
import logging
import os
import threading
from typing import Any
from urllib.parse import urlsplit

import paho.mqtt.client as mqtt
from django.db import connection
from paho.mqtt.enums import CallbackAPIVersion

from anhuan.exchange.forms.opening import Unreadable, open_topic
from anhuan.exchange.reporting.receiving.intake import LOST, NOBODY, Intake, kept
from anhuan.exchange.reporting.receiving.strangers import Strangers

TOPICS, REPLY = "report/+/+", "reply"
NAME = "anhuan-receiver"
PAUSE_S = 2.0
LARGEST = 8 * 1024 * 1024
log = logging.getLogger("receiver")


class MqttDoor:
    """One connection, kept for ever; the broker holds what we have not acknowledged."""

    def __init__(self, intake: Intake, strangers: Strangers, url: str) -> None:
        self._intake, self._strangers, self._ending = intake, strangers, threading.Event()
        parts = urlsplit(url)
        self._where = (parts.hostname or "", parts.port or 1883)
        self.client = mqtt.Client(
            CallbackAPIVersion.VERSION2, client_id=NAME, clean_session=False, manual_ack=True
        )
        if user := os.environ.get("ANHUAN_REPORT_MQTT_USER"):
            self.client.username_pw_set(user, os.environ.get("ANHUAN_REPORT_MQTT_PASSWORD"))
        if parts.scheme == "mqtts":
            self.client.tls_set()
        self.client.on_connect, self.client.on_message = self._connected, self._heard

    def open(self) -> None:
        """Connect now or as soon as the broker is there."""
        self.client.connect_async(*self._where, keepalive=30)
        self.client.loop_start()

    def close(self) -> None:
        """Leave; what comes meanwhile waits at the broker."""
        self._ending.set()
        self.client.disconnect()
        self.client.loop_stop()

    def _connected(self, client: mqtt.Client, _: Any, __: Any, code: Any, ___: Any) -> None:
        if code.is_failure:
            log.warning("MQTT: %s", code)
        else:
            client.subscribe(TOPICS, qos=1)

    def _heard(self, client: mqtt.Client, _: Any, message: mqtt.MQTTMessage) -> None:
        answer = self._in_the_end(message)
        if answer is None:
            return  # not acknowledged: the broker brings it again
        content = json.dumps(answer, ensure_ascii=False)
        client.publish(f"{message.topic}/{REPLY}", content, qos=1)
        client.ack(message.mid, message.qos)

    def _in_the_end(self, message: mqtt.MQTTMessage) -> dict[str, Any] | None:
        """The answer, however long the database is away; None: we are leaving."""
        while not self._ending.is_set():
            try:
                return self._answer(message)
            except LOST:
                self._ending.wait(PAUSE_S)
            finally:
                connection.close()  # back to the pool: this thread is paho's
        return None

    def _answer(self, message: mqtt.MQTTMessage) -> dict[str, Any]:
        said: dict[str, Any] = {}
        try:
            if len(message.payload) > LARGEST:
                raise Unreadable("报文过大，请减少每批条数")
            found = open_topic(bytes(message.payload))
            said = {"id": found.id}
            enterprise = kept(lambda: self._intake.by_token(found.token))
            if enterprise is None:
                self._strangers.note(message.topic[:60], "令牌无效")
                return said | NOBODY
            return kept(lambda: self._intake.take(enterprise, found)) | said
        except Unreadable as error:
            self._strangers.note(message.topic[:60], str(error))
            return said | {"code": "422", "msg": str(error)}
