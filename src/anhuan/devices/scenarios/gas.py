"""A play with gas: people stand together, a detector near them goes into alarm."""

from anhuan.devices.scenarios import papers
from anhuan.devices.scenarios.people import AROUND
from anhuan.devices.scenarios.stage import Play, Stage, department_is

GATHERED = 4


def gas_crowd(stage: Stage) -> Play:
    """Four people gather on the road; half-way through gas is found beside them."""
    crowd = stage.call_in(GATHERED, department_is("SYN", "DST"))
    stage.ask(papers.gas(236.0, 162.0, (stage.at(0.5), stage.at(0.95))))
    stage.say("精馏装置南侧道路聚集 4 人，随后旁边的可燃气体探测器报警")
    for mover, offset in zip(crowd, AROUND, strict=False):
        stage.send(mover, "road-dst", 0.85, "dst-gate", offset)
    yield from stage.wait(1.0)
