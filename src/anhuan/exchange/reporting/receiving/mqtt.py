"""The door at an MQTT broker: `report/{company}/{table}`, answered on `…/reply`. A message is
acknowledged to the broker when it is kept, not before."""

import json
import logging
import os
import queue
import threading
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import paho.mqtt.client as mqtt
from django.db import connection
from paho.mqtt.enums import CallbackAPIVersion

from anhuan.exchange.forms.opening import Unreadable, open_topic
from anhuan.exchange.reporting.receiving.intake import LOST, NOBODY, Intake, kept
from anhuan.exchange.reporting.receiving.keeping import Answer
from anhuan.exchange.reporting.receiving.strangers import Strangers
from anhuan.kernel import clock

TOPICS, REPLY = "report/+/+", "reply"
MOST = 200  # that go together
BROKEN = {"code": "500", "msg": "接收端处理这份数据时出错，请联系监管单位"}
NAME = "anhuan-receiver"
PAUSE_S = 2.0
LARGEST = 8 * 1024 * 1024
log = logging.getLogger("receiver")


class MqttDoor:
    """One connection, kept for ever; the broker holds what we have not acknowledged."""

    def __init__(self, intake: Intake, strangers: Strangers, url: str) -> None:
        self._intake, self._strangers, self._ending = intake, strangers, threading.Event()
        parts = urlsplit(url)
        self._waiting: queue.SimpleQueue[mqtt.MQTTMessage | None] = queue.SimpleQueue()
        self._worker = threading.Thread(target=self._work, name="mqtt", daemon=True)
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
        self._worker.start()

    def close(self) -> None:
        """Leave; what comes meanwhile waits at the broker."""
        self._ending.set()
        self._waiting.put(None)
        self._worker.join()
        self.client.disconnect()
        self.client.loop_stop()

    def _connected(self, client: mqtt.Client, _: Any, __: Any, code: Any, ___: Any) -> None:
        if code.is_failure:
            log.warning("MQTT: %s", code)
        else:
            client.subscribe(TOPICS, qos=1)

    def _heard(self, _: mqtt.Client, __: Any, message: mqtt.MQTTMessage) -> None:
        self._waiting.put(message)

    def _work(self) -> None:
        """Whatever waits goes together, in the order it came; until we leave."""
        while (first := self._waiting.get()) is not None:
            found = [_Heard(first)]
            while len(found) < MOST and not self._waiting.empty():
                if (message := self._waiting.get()) is None:
                    return  # not acknowledged: the broker brings them again
                found.append(_Heard(message))
            self._in_the_end(found)
        connection.close()

    def _in_the_end(self, found: "list[_Heard]") -> None:
        """Answered all, however long the database is away."""
        while found and not self._ending.is_set():
            going = [(one, self._begun(one)) for one in found]
            found = [one for one, answer in going if not self._is_settled(one, answer)]
            if found:
                self._ending.wait(PAUSE_S)

    def _begun(self, one: "_Heard") -> "Future[Answer]":
        try:
            if len(one.message.payload) > LARGEST:
                raise Unreadable("报文过大，请减少每批条数")
            opened = open_topic(bytes(one.message.payload))
            one.id = opened.id
            sender = kept(lambda: self._intake.by_token(opened.token))
            plant = kept(lambda: self._intake.plant_of(sender, opened)) if sender else None
            if plant is not None:
                numbered = {"sent_at": one.at}  # a later try undoes nothing that came since
                return self._intake.take(plant, opened, opened.token, numbered)
            self._strangers.note(one.message.topic[:60], "令牌无效")
            return _done(NOBODY)
        except (Unreadable, *LOST) as error:
            return _failed(error)

    def _is_settled(self, one: "_Heard", going: "Future[Answer]") -> bool:
        """False: nobody knows yet, it must be tried again."""
        try:
            answer = going.result()
        except Unreadable as error:
            self._strangers.note(one.message.topic[:60], str(error))
            answer = {"code": "422", "msg": str(error)}
        except LOST:
            return False
        except Exception:
            log.exception("not kept: %s", one.message.topic)
            answer = dict(BROKEN)
        content = json.dumps(answer | {"id": one.id}, ensure_ascii=False)
        self.client.publish(f"{one.message.topic}/{REPLY}", content, qos=1)
        self.client.ack(one.message.mid, one.message.qos)
        return True


@dataclass(slots=True)
class _Heard:
    message: mqtt.MQTTMessage
    id: str = ""
    at: datetime = field(default_factory=clock.now)


def _done(answer: Answer) -> "Future[Answer]":
    going: Future[Answer] = Future()
    going.set_result(dict(answer))
    return going


def _failed(error: Exception) -> "Future[Answer]":
    going: Future[Answer] = Future()
    going.set_exception(error)
    return going
