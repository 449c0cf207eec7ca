"""Plays with people: help, crowds, borders, stillness, an empty control room."""

from anhuan.devices.scenarios.stage import (
    Play,
    Stage,
    department_is,
    is_anyone,
    is_contractor,
    who,
)

TANK_SPOTS = (
    "tkf-pump",
    "tkf-v1102",
    "tkf-v1104",
    "tkf-mid",
    "tkf-ring-n",
    "tkf-ring-s",
    "tkf-v1101",
)
AROUND = (
    (0.0, 0.0),
    (2.5, 1.0),
    (-2.0, 2.0),
    (1.0, -2.5),
    (-3.0, -1.5),
    (3.5, -2.0),
    (-1.0, 3.5),
    (4.0, 2.5),
)


def sos(stage: Stage) -> Play:
    """Somebody in a production area presses for help and lets go half-way through."""
    field = [*stage.on_site(is_anyone, "SYN"), *stage.on_site(is_anyone, "DST")]
    mover = (field or stage.on_site(is_anyone))[0]
    stage.say(f"{who(mover)} 按下求救键")
    stage.press(mover, pressed=True)
    yield from stage.wait(0.5)
    stage.press(mover, pressed=False)


def over_count(stage: Stage) -> Play:
    """Seven people go into the tank farm, which is limited to six."""
    crew = stage.call_in(len(TANK_SPOTS), department_is("LOG"))
    stage.say(f"{len(crew)} 人进入一号罐区(限 6 人)：" + "、".join(map(who, crew)))
    for mover, spot in zip(crew, TANK_SPOTS, strict=False):
        stage.send(mover, spot, 0.75, "tank-gate")
        yield
        yield
    yield from stage.wait(1.0)


def boundary_entry(stage: Stage) -> Play:
    """A contractor without the right walks into the tank farm."""
    for mover in stage.call_in(1, is_contractor):
        stage.say(f"{who(mover)} 无权进入一号罐区")
        stage.send(mover, "tkf-pump", 0.7, "tank-gate")
    yield from stage.wait(1.0)


def still(stage: Stage) -> Play:
    """An operator lies down between the columns and does not move."""
    for mover in stage.call_in(1, department_is("DST")):
        stage.say(f"{who(mover)} 在精馏装置倒下不动")
        stage.send(mover, "dst-v201", 0.85, "dst-gate", lies_still=True)
    yield from stage.wait(1.0)


def crowding(stage: Stage) -> Play:
    """Three, then five, then eight people stand together on the road, then they go."""
    crowd = stage.call_in(8, department_is("SYN", "DST"))
    stage.say("精馏装置南侧道路聚集 3 → 5 → 8 人，随后散开")
    for share, first, last in ((0.0, 0, 3), (0.25, 3, 5), (0.5, 5, 8)):
        yield from stage.wait(share)
        for mover, offset in list(zip(crowd, AROUND, strict=False))[first:last]:
            stage.send(mover, "road-dst", 0.75, "dst-gate", offset)
    yield from stage.wait(1.0)


def under_count(stage: Stage) -> Play:
    """Everybody walks out of the control room; those coming back wait outside."""
    stage.say("中控室人员全部离开(最少 2 人)")
    while stage.now_s < stage.at(0.8):
        for mover in stage.on_site(is_anyone, "CCR"):
            shift = AROUND[mover.seed % len(AROUND)]
            stage.send(mover, "ccr-yard", 0.8, "ccr-yard", shift)
        yield
    yield from stage.wait(1.0)


def call(stage: Stage) -> Play:
    """Somebody asks to be called."""
    mover = stage.on_site(is_anyone)[0]
    stage.say(f"{who(mover)} 请求联系")
    stage.press(mover, pressed=True, key="call")
    yield from stage.wait(1.0)


def fall(stage: Stage) -> Play:
    """A tag feels its wearer fall."""
    mover = (stage.on_site(is_anyone, "SYN") or stage.on_site(is_anyone))[0]
    stage.say(f"{who(mover)} 的标签上报跌倒")
    stage.press(mover, pressed=True, key="fall")
    yield from stage.wait(1.0)


def no_tag(stage: Stage) -> Play:
    """Somebody goes in by the gate and leaves the tag in the rack."""
    for mover in stage.call_in(1, is_anyone):
        stage.say(f"{who(mover)} 由东门进厂，没有佩戴标签")
        stage.pass_gate(mover, "东门", "in")
        yield from stage.wait(0.9)
        stage.pass_gate(mover, "东门", "out")
    yield from stage.wait(1.0)
