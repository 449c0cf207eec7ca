"""An orderly end: the memory is saved, nothing of the last seconds is missing."""

import os
import signal
import time

from tests.faults.gateways import Load
from tests.faults.picture import wait_whole
from tests.faults.story import place

PATIENCE_S = 45
TAGS = 6


def test_sigterm_saves_the_memory_and_ends_by_itself(box):
    load = Load(box.mqtt_port, box.device_password, TAGS, 1, place, name="last")
    time.sleep(5)
    pid = box.children()["engine"]["pid"]
    began = time.time()
    os.kill(pid, signal.SIGTERM)
    box.eventually(lambda: box.children()["engine"]["pid"] != pid, PATIENCE_S)
    ((saved_at,),) = box.query("SELECT saved_at FROM positioning_enginestate")
    acknowledged = load.stop()
    assert saved_at.timestamp() >= began - 0.1
    wait_whole(box, acknowledged, PATIENCE_S)
