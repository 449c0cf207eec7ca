"""A play to practise an evacuation on: a call for help, and one whose tag is dead."""

from anhuan.devices.scenarios.stage import Play, Stage, is_anyone, who

AREA = "SYN"


def evacuation(stage: Stage) -> Play:
    """Somebody in the synthesis unit calls for help and another one's tag falls silent there.

    The order is given on the page; whoever's tag speaks walks to the nearest muster point and
    most press the key. The one with the dead tag stays on the list until ticked by hand.
    """
    people = stage.on_site(is_anyone, AREA) or stage.on_site(is_anyone)
    caller, silent = people[0], people[-1]
    stage.say(f"{who(caller)} 按下求救键，{who(silent)} 的标签失去信号；请从报警下达疏散令")
    stage.press(caller, pressed=True)
    silent.is_mute = silent is not caller
    try:
        yield from stage.wait(1.0)
    finally:
        silent.is_mute = False
        stage.press(caller, pressed=False)
