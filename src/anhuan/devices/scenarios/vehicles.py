"""Plays with vehicles: too fast, and where nobody may stand."""

from anhuan.devices.detour import Errand
from anhuan.devices.mover import Mover
from anhuan.devices.scenarios.stage import Play, Stage

TOO_FAST_MPS = 9.0  # 32 km/h
CRAWL_MPS = 3.8  # below every limit
LOGISTICS_GATE = "gate-south"


def overspeed(stage: Stage) -> Play:
    """The patrol car races along the western ring road and back."""
    for mover in _vehicles(stage, "patrol")[:1]:
        stage.say(f"{_name(mover)} 以 32 km/h 行驶")
        _drive(stage, mover, Errand("road-west", stage.at(0.5), speed_mps=TOO_FAST_MPS))
    yield from stage.wait(1.0)


def illegal_parking(stage: Stage) -> Play:
    """A tanker leaves its route and stands on the road beside the distillation plant."""
    for mover in _vehicles(stage, "tanker")[:1]:
        stage.say(f"{_name(mover)} 偏离路线，停在精馏装置南侧道路")
        errand = Errand("road-dst", stage.at(0.8), lies_still=True, speed_mps=CRAWL_MPS)
        _drive(stage, mover, errand)
    yield from stage.wait(1.0)


def _drive(stage: Stage, mover: Mover, errand: Errand) -> None:
    stage.simulator.world.send(mover, errand, LOGISTICS_GATE, LOGISTICS_GATE)


def _vehicles(stage: Stage, kind: str) -> list[Mover]:
    here = stage.simulator.world.on_site()
    return [m for m in here if m.vehicle and m.vehicle.kind == kind and m.override is None]


def _name(mover: Mover) -> str:
    assert mover.vehicle is not None, "only vehicles drive"
    return f"{mover.vehicle.name} {mover.vehicle.plate}"
