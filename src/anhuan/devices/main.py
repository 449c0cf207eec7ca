"""The child process `devices`: the simulated plant on the real MQTT port.

It reads `ANHUAN_MQTT_PORT`, `ANHUAN_MQTT_HOST` and the password of user `device` in
`$ANHUAN_DATA/secrets/device`. It knows the layout of the plant and nothing else of the product.
"""

import logging
import os
import signal
import sys
import threading
import time
from pathlib import Path
from queue import SimpleQueue
from types import FrameType

from anhuan.devices.control import Desk
from anhuan.devices.director import Director
from anhuan.devices.firmware import Firmware
from anhuan.devices.gateways import Gateway, open_gateways
from anhuan.devices.jt808.fleet import Fleet
from anhuan.devices.receiving.beside import listen_beside
from anhuan.devices.simulator import Simulator
from anhuan.devices.wearers import Wearers
from anhuan.devices.world import SLOTS
from anhuan.kernel import clock

log = logging.getLogger("devices")
LONGEST_LAG_S = 5.0  # after a pause of the machine start afresh instead of racing through it
SAY_EVERY_S = 60


def main() -> int:
    """Run until SIGTERM or SIGINT."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(name)s %(message)s")
    stopping = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    data = Path(os.environ.get("ANHUAN_DATA") or "var").resolve()
    password = _password(data / "secrets" / "device", stopping)
    host = os.environ.get("ANHUAN_MQTT_HOST") or "127.0.0.1"
    port = int(os.environ.get("ANHUAN_MQTT_PORT") or 1883)
    wearers, firmware = Wearers(), Firmware()
    orders: SimpleQueue[tuple[str, bytes]] = SimpleQueue()

    def hear(topic: str, payload: bytes) -> None:
        firmware.hear(topic, payload)
        wearers.hear(topic, payload)
        orders.put((topic, payload))

    gateways = open_gateways(host, port, password, hear)
    fleet = Fleet(host, int(os.environ.get("ANHUAN_JT808_PORT") or 0))
    receiver = listen_beside(data, os.environ)
    try:
        listeners = wearers, firmware, orders
        _run(gateways, fleet, listeners, Desk(data / "run" / "devices"), stopping)
    finally:
        for gateway in gateways.values():
            gateway.client.disconnect()
        fleet.stop()
        if receiver:
            receiver.shutdown()
    log.info("stopped")
    return 0


def _run(
    gateways: dict[str, Gateway],
    fleet: Fleet,
    listeners: tuple[Wearers, Firmware, SimpleQueue[tuple[str, bytes]]],
    desk: Desk,
    stopping: threading.Event,
) -> None:
    now_s, (wearers, firmware, orders) = clock.now().timestamp(), listeners
    simulator = Simulator(
        now_s, lambda name, topic, body: gateways[name].send(topic, body), fleet.tells
    )
    director = Director(simulator, gateways)
    log.info("simulating %d tags, %d on site", len(simulator.world.movers), _present(simulator))
    slot = int(now_s * SLOTS) + 1
    while not stopping.is_set():
        wait_s = slot / SLOTS - clock.now().timestamp()
        if wait_s < -LONGEST_LAG_S:
            slot = int(clock.now().timestamp() * SLOTS)
        if wait_s > 0 and stopping.wait(wait_s):
            break
        t_s = slot / SLOTS
        simulator.tick(t_s)
        director.tick(t_s, desk)
        wearers.tick(simulator, t_s)
        firmware.tick(simulator)
        while not orders.empty():
            simulator.instruments.hear(*orders.get())
        if slot % (SAY_EVERY_S * SLOTS) == 0:
            _say(simulator, gateways)
        slot += 1


def _say(simulator: Simulator, gateways: dict[str, Gateway]) -> None:
    sent = sum(gateway.sent for gateway in gateways.values())
    dropped = sum(gateway.dropped for gateway in gateways.values())
    cpu = time.process_time()
    log.info(
        "%d on site, %d messages sent, %d dropped, %.1f s CPU so far",
        _present(simulator),
        sent,
        dropped,
        cpu,
    )


def _present(simulator: Simulator) -> int:
    return len(simulator.world.on_site())


def _password(path: Path, stopping: threading.Event) -> str:
    """The device password; the node writes it before it starts us, so this rarely waits."""
    while not path.exists() and not stopping.is_set():
        log.info("waiting for %s", path)
        stopping.wait(2)
    return path.read_text(encoding="utf-8").strip() if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main())
