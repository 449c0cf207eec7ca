"""A simulated tag reports as often as the platform asks it to."""

from anhuan.devices.firmware import Firmware
from anhuan.devices.simulator import Simulator

START_MS = 1_795_305_600_000


def test_other_words_do_not_change_a_tags_rate():
    firmware, simulator = Firmware(), Simulator(START_MS / 1000, lambda *_: None)
    tag = simulator.world.movers[0].tag
    for words in (
        b"no json",
        b"[]",
        b'{"cmd":"alarm"}',
        b'{"cmd":"rate"}',
        b'{"cmd":"rate","every_ms":1}',
        b'{"cmd":"rate","every_ms":"2000"}',
    ):
        firmware.hear(f"anhuan/v1/down/{tag}", words)
    firmware.tick(simulator)  # fmt: skip
    assert {m.every_ms for m in simulator.world.movers} == {1000}


def test_a_simulated_tag_reports_as_it_was_asked():
    said = []
    simulator = Simulator(START_MS / 1000, lambda _, topic, body: said.append((topic, body)))
    start = START_MS / 1000
    for slot in range(50):
        simulator.tick(start + slot / 5)
    heard = [one["tag"] for topic, body in said if "ranging" in topic for one in body]
    tag = max(set(heard), key=heard.count)
    before = heard.count(tag)
    firmware = Firmware()
    firmware.hear(f"anhuan/v1/down/{tag}", b'{"cmd":"rate","every_ms":2000}')
    firmware.tick(simulator)
    said.clear()
    for slot in range(50, 100):
        simulator.tick(start + slot / 5)
    heard = [one["tag"] for topic, body in said if "ranging" in topic for one in body]
    assert before == 10 and heard.count(tag) == 5
