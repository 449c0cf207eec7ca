"""A play with heights: somebody climbs a frame."""

from anhuan.devices.scenarios.stage import Play, Stage, department_is, is_anyone, who

UNIT, STOREY = "SYN", "frm-3-c"


def upstairs(stage: Stage) -> Play:
    """Somebody of the synthesis unit climbs to the third storey of its frame and stays there."""
    its_own = department_is(UNIT)
    crew = stage.on_site(its_own, UNIT) or stage.on_site(is_anyone, UNIT)
    for mover in (crew or stage.call_in(1, its_own))[:1]:
        stage.say(f"{who(mover)} 登上合成框架三层")
        stage.send(mover, STOREY, 0.9, "syn-south")
    yield from stage.wait(1.0)
