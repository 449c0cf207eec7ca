"""A play with gas: people stand together, a detector near them goes into alarm."""

from anhuan.devices.scenarios import papers
from anhuan.devices.scenarios.people import AROUND
from anhuan.devices.scenarios.stage import Play, Stage, department_is

GATHERED = 4
LEAKING, CARRIED, STATION = "GT-2101", "PG-001", "WS-1"


def gas_crowd(stage: Stage) -> Play:
    """Four people gather on the road; half-way through gas is found beside them."""
    crowd = stage.call_in(GATHERED, department_is("SYN", "DST"))
    stage.ask(papers.gas(236.0, 162.0, (stage.at(0.5), stage.at(0.95))))
    stage.say("精馏装置南侧道路聚集 4 人，随后旁边的可燃气体探测器报警")
    for mover, offset in zip(crowd, AROUND, strict=False):
        stage.send(mover, "road-dst", 0.85, "dst-gate", offset)
    yield from stage.wait(1.0)


def gas_leak(stage: Stage) -> Play:
    """A fixed detector climbs above its first step; works within 30 m stop."""
    yield from _forced(stage, LEAKING, {"methane": 32.0})


def gas_portable(stage: Stage) -> Play:
    """The detector somebody carries reads too little oxygen; the work it watches stops."""
    yield from _forced(stage, CARRIED, {"oxygen": 18.2})


def detector_silent(stage: Stage) -> Play:
    """A fixed and a portable detector fall silent and come back."""
    mute = stage.simulator.instruments.mute
    stage.say(f"{LEAKING}、{CARRIED} 停止上报")
    mute.update((LEAKING, CARRIED))
    try:
        yield from stage.wait(0.8)
    finally:
        mute.difference_update((LEAKING, CARRIED))


def gust(stage: Stage) -> Play:
    """Wind of force 6: lifting and work at height in the open stop."""
    instruments = stage.simulator.instruments
    stage.say(f"气象站 {STATION} 阵风 12 m/s（6 级）")
    instruments.wind_mps = 12.0
    try:
        instruments.blow(STATION, stage.now_s)
        yield from stage.wait(0.8)
    finally:
        instruments.wind_mps = None
        instruments.blow(STATION, stage.now_s)


def _forced(stage: Stage, number: str, values: dict[str, float]) -> Play:
    forced = stage.simulator.instruments.forced
    told = "、".join(f"{gas} {value:g}" for gas, value in values.items())
    stage.say(f"{number} 读数 {told}")
    forced[number] = values
    try:
        yield from stage.wait(0.8)
    finally:
        forced.pop(number, None)
