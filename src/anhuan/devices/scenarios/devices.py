"""Plays with devices: a dead tag, an empty battery, an anchor out of order."""

from anhuan.devices import messages
from anhuan.devices.plant.anchors import ANCHORS, RACK
from anhuan.devices.scenarios.stage import Play, Stage, is_anyone, who
from anhuan.devices.timeline import Place

SPARE_TAG = "T-S002"  # registered, given to nobody
BROKEN_ANCHOR = next(a.number for a in ANCHORS if a.area == "WHS")


def signal_lost(stage: Stage) -> Play:
    """A tag in the plant falls silent and comes back."""
    mover = (stage.on_site(is_anyone, "SYN") or stage.on_site(is_anyone))[0]
    stage.say(f"{who(mover)} 的标签失去信号")
    mover.is_mute = True
    try:
        yield from stage.wait(0.85)
    finally:
        mover.is_mute = False


def low_battery(stage: Stage) -> Play:
    """A tag's battery is down to 9 %; then it is exchanged."""
    mover = stage.on_site(is_anyone)[0]
    stage.say(f"{who(mover)} 的标签电量 9 %")
    charge = stage.simulator.batteries.forced
    try:
        charge[mover.tag] = 9
        _tell(stage, mover.tag, 9)
        yield from stage.wait(0.8)
        charge[mover.tag] = 96
        _tell(stage, mover.tag, 96)
        yield from stage.wait(1.0)
    finally:
        charge.pop(mover.tag, None)


def tag_unassigned(stage: Stage) -> Play:
    """A spare tag, given to nobody, goes about the synthesis unit."""
    stage.say(f"未发放的标签 {SPARE_TAG} 出现在合成装置")
    while stage.now_s < stage.at(0.9):
        walked = stage.now_s % 20
        place = Place(60.0 + walked, 220.0, 1.0, 1)
        payload = messages.location(SPARE_TAG, stage.now_s, place, 1.0)
        stage.simulator.send(RACK, messages.location_topic("gnss"), payload)
        yield
    yield from stage.wait(1.0)


def anchor_down(stage: Stage) -> Play:
    """An anchor in the warehouse loses power and gets it back."""
    stage.say(f"甲类仓库基站 {BROKEN_ANCHOR} 断电")
    down = stage.simulator.uwb.down
    down.add(BROKEN_ANCHOR)
    try:
        yield from stage.wait(0.9)
    finally:
        down.discard(BROKEN_ANCHOR)
    stage.simulator.anchor_status(BROKEN_ANCHOR, stage.now_s)


def _tell(stage: Stage, tag: str, pct: int) -> None:
    payload = messages.status(stage.now_s, online=True, battery_pct=pct)
    stage.simulator.send(RACK, messages.status_topic(tag), payload)
