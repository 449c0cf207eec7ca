"""Gateways that publish range reports with QoS 1, and remember what they were told is safe."""

import json
import threading
import time
from collections.abc import Callable
from math import cos, sin
from random import Random

import paho.mqtt.client as paho

from tests.faults.plant import report, tag_number

Place = Callable[[int, float], tuple[float, float]]  # of the k-th tag at a time (s)


class Gateway:
    """One MQTT connection that comes back by itself and sends again what was not acknowledged."""

    def __init__(self, port: int, password: str, name: str, in_flight: int = 20) -> None:
        self.name = name
        self.sent: list[tuple[object, paho.MQTTMessageInfo]] = []
        self.client = paho.Client(
            paho.CallbackAPIVersion.VERSION2, client_id=name, clean_session=False
        )
        self.client.username_pw_set("device", password)
        self.client.reconnect_delay_set(1, 1)
        self.client.max_queued_messages_set(0)
        self.client.max_inflight_messages_set(in_flight)
        self.client.connect_async("127.0.0.1", port, 30)
        self.client.loop_start()

    def send(self, topic: str, payload: object, what: object = None) -> paho.MQTTMessageInfo:
        """Publish; `what` is remembered until it is acknowledged."""
        body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
        info = self.client.publish(topic, body, qos=1)
        self.sent.append((what, info))
        return info

    def acknowledged(self) -> list[object]:
        """What the broker has promised to keep."""
        return [what for what, info in self.sent if info._published]

    def close(self, patience_s: float = 10) -> None:
        """Wait for the last acknowledgements, and go."""
        give_up_at = time.monotonic() + patience_s
        while time.monotonic() < give_up_at and not all(i._published for _, i in self.sent):
            time.sleep(0.05)
        self.client.disconnect()
        self.client.loop_stop()


class Load:
    """Tags that walk, each reported once a second by its gateway, until `stop`."""

    def __init__(
        self, port: int, password: str, tags: int, gateways: int, place: Place | None = None,
        name: str = "gw",
    ) -> None:  # fmt: skip
        self.place = place or round_dance
        self.gateways = [Gateway(port, password, f"{name}{k:02}") for k in range(gateways)]
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._run, args=(k, range(k, tags, gateways)), daemon=True)
            for k in range(gateways)
        ]
        for thread in self._threads:
            thread.start()

    def _run(self, number: int, tags: range) -> None:
        random, gateway = Random(number), self.gateways[number]
        due = time.time() + number / len(self.gateways)
        while not self._stopping.wait(max(0, due - time.time())):
            t_ms = int(due * 1000)
            batch = [report(k, t_ms, *self.place(k, due), random) for k in tags]
            gateway.send(f"anhuan/v1/ranging/{gateway.name}", batch, (t_ms, tags))
            due += 1

    def stop(self) -> dict[str, list[int]]:
        """Stop publishing; the times (ms) of each tag's acknowledged reports."""
        self._stopping.set()
        for thread in self._threads:
            thread.join()
        found: dict[str, list[int]] = {}
        for gateway in self.gateways:
            gateway.close()
            for t_ms, tags in gateway.acknowledged():
                for k in tags:
                    found.setdefault(tag_number(k), []).append(t_ms)
        return found


def round_dance(k: int, t_s: float) -> tuple[float, float]:
    """Each tag on its own circle of 10 m, 1 m/s."""
    x, y = 40 + k * 37 % 320, 60 + k * 53 % 200
    angle = t_s / 10 + k
    return x + 10 * cos(angle), y + 10 * sin(angle)
