"""Plays at borders: work under guard, posts, a place of high risk, the plant's own edge."""

from anhuan.devices.mover import Mover
from anhuan.devices.plant.areas import box
from anhuan.devices.scenarios import papers
from anhuan.devices.scenarios.stage import Play, Stage, is_anyone, is_contractor, who

RACK_BOX = box(264, 202, 274, 218)  # under the outer pipe rack, where nobody has to pass
RACK, RACK_SOUTH, ASIDE = "rack-east", "rack-east-2", "rack-aside"
OTHER_BOX, OTHER = box(264, 172, 274, 188), "rack-south"
EDGE_BOX, EDGE = box(262, 206, 269, 214), "rack-edge"
OUTSIDE = "road-outside"
ARRIVED_S = 25.0  # from the next corner to the spot, and into one's place


def job_left(stage: Stage) -> Play:
    """Hot work under the pipe rack: half-way through its guardian walks away."""
    guardian, welder = _crew(stage)
    _open_job(stage, guardian, welder)
    stage.say(f"外管廊动火，监护人{who(guardian)}中途离开作业现场")
    yield from stage.wait(0.4)
    stage.send(guardian, ASIDE, 0.75, RACK)
    yield from stage.wait(0.75)
    stage.send(guardian, RACK, 0.95, RACK)
    yield from stage.wait(1.0)


def intruder(stage: Stage) -> Play:
    """A stranger walks into the guarded work and out again."""
    guardian, welder = _crew(stage)
    stranger = stage.call_in(3, is_contractor)[2]
    _open_job(stage, guardian, welder)
    stage.say(f"外管廊动火，{who(stranger)}不是作业人员，闯入作业区域")
    yield from stage.wait(0.3)
    stage.send(stranger, RACK, 0.6, RACK_SOUTH, (2.0, -2.0))
    yield from stage.wait(1.0)


def left_post(stage: Stage) -> Play:
    """Somebody who has to stay at a post leaves it and comes back."""
    keeper = stage.call_in(1, is_anyone)[0]
    _stand(stage, keeper, RACK)
    span = (stage.from_s + ARRIVED_S, stage.at(0.9))
    stage.ask(papers.fence("演练 · 外管廊岗位", "leave", RACK_BOX, span, [keeper]))
    stage.say(f"{who(keeper)} 应在外管廊岗位，中途离岗后返回")
    yield from stage.wait(0.35)
    stage.send(keeper, ASIDE, 0.65, RACK)
    yield from stage.wait(0.65)
    stage.send(keeper, RACK, 0.95, RACK)
    yield from stage.wait(1.0)


def strayed(stage: Stage) -> Play:
    """Somebody goes over to another one's post."""
    first, second = stage.call_in(2, is_anyone)
    _stand(stage, first, RACK)
    _stand(stage, second, OTHER)
    span = (stage.from_s + ARRIVED_S, stage.at(0.9))
    stage.ask(papers.fence("演练 · 外管廊岗位", "leave", RACK_BOX, span, [first]))
    stage.ask(papers.fence("演练 · 外管廊南岗位", "leave", OTHER_BOX, span, [second]))
    stage.say(f"{who(first)} 离开本岗位，到了{who(second)}的岗位")
    yield from stage.wait(0.4)
    stage.send(first, OTHER, 0.7, RACK, (1.5, 1.5))
    yield from stage.wait(0.7)
    stage.send(first, RACK, 0.95, RACK)
    yield from stage.wait(1.0)


def near_high_risk(stage: Stage) -> Play:
    """Somebody without the right stands close to a place of high risk, and goes away."""
    walker = stage.call_in(1, is_contractor)[0]
    span = (stage.from_s, stage.at(0.95))
    stage.ask(papers.fence("演练 · 外管廊高风险区", "restricted", EDGE_BOX, span, approach_m=6.0))
    stage.say(f"{who(walker)} 接近外管廊高风险区")
    stage.send(walker, EDGE, 0.6, RACK_SOUTH)
    yield from stage.wait(1.0)


def left_plant(stage: Stage) -> Play:
    """Somebody walks out of the east gate and does not put the tag into the rack."""
    walker = stage.call_in(1, is_anyone)[0]
    stage.say(f"{who(walker)} 由东门出厂，没有交还标签")
    stage.pass_gate(walker, "东门", "in")
    stage.send(walker, "gate-east", 0.15, "gate-way")
    yield from stage.wait(0.15)
    stage.pass_gate(walker, "东门", "out")
    stage.send(walker, OUTSIDE, 0.8, "gate-way")
    yield from stage.wait(1.0)


def _crew(stage: Stage) -> tuple[Mover, Mover]:
    guardian, welder = stage.call_in(2, is_contractor)
    return guardian, welder


def _open_job(stage: Stage, guardian: Mover, welder: Mover) -> None:
    _stand(stage, guardian, RACK)
    _stand(stage, welder, RACK, (2.0, 1.0))
    stage.ask(papers.job("动火 · 外管廊焊接", RACK_BOX, stage.at(0.9), [guardian], [welder]))


def _stand(
    stage: Stage, mover: Mover, spot: str, offset_m: tuple[float, float] = (0.0, 0.0)
) -> None:
    """At the spot from the start, coming from the next corner."""
    origin = RACK_SOUTH if spot == RACK else RACK
    stage.send(mover, spot, 0.95, origin, offset_m)
