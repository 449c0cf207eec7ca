"""The person concerned is told by the tag itself, over real MQTT, within five seconds."""

import json
import time

import paho.mqtt.client as paho
import pytest

from tests.faults.gateways import Load
from tests.faults.plant import NO_ENTRY, tag_number

PATIENCE_S = 30
TAG = 15


def crossing(began):
    """A tag that walks into the forbidden place, and is there after about ten seconds."""
    x, y, side = NO_ENTRY

    def place(k, t_s):
        if k != TAG:
            return 40.0 + 5 * k, 350.0
        return min(x - 12 + 1.5 * (t_s - began), x + 5), y + side / 2

    return place


@pytest.mark.clause("AQL-044", "AQL-030")
def test_the_crosser_is_told_within_five_seconds(box):
    heard = []
    tag = paho.Client(paho.CallbackAPIVersion.VERSION2, client_id="tag")
    tag.username_pw_set("device", box.device_password)

    def hear(_client, _said, message):
        words = json.loads(message.payload)
        if words["cmd"] == "alarm":  # a tag is asked for another rate as well
            heard.append((time.time(), message.topic, words))

    tag.on_message = hear
    tag.connect("127.0.0.1", box.mqtt_port)
    tag.subscribe(f"anhuan/v1/down/{tag_number(TAG)}", qos=1)
    tag.loop_start()
    began = time.time()
    load = Load(box.mqtt_port, box.device_password, TAG + 1, 2, crossing(began), name="told")
    try:
        box.eventually(lambda: heard, PATIENCE_S)
    finally:
        load.stop()
        tag.disconnect()
        tag.loop_stop()
    at, topic, words = heard[0]
    ((alarm_id, entered),) = box.eventually(lambda: alarms_of(box, began), PATIENCE_S)
    assert topic == f"anhuan/v1/down/{tag_number(TAG)}"
    assert (words["id"], words["cmd"]) == (alarm_id, "alarm")
    assert words["text"] == "您已进入禁入区域 危险区，请立即退出"
    assert at - float(entered) < 5  # AQ 3064.3-2025 5.2.4 a


def alarms_of(box, since):
    """Id and beginning of the crossing's alarm."""
    return box.query(
        """SELECT id::text, extract(epoch FROM raised_at) FROM alarms_alarm
            WHERE rule = 'entered' AND raised_at > to_timestamp(%s) AND people @> %s""",
        since,
        json.dumps([{"name": f"人员{TAG:03}"}]),
    )
