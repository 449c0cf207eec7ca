"""Who is on a permit: the gang of the work, or who stands at its station in the simulator."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from anhuan.devices.plant.people import Person as Paper
from anhuan.devices.plant.stations import STATIONS, guards_of, worker_of
from anhuan.devices.seeding.permits.cast import Cast
from anhuan.devices.seeding.permits.works import Work
from anhuan.domains.permits.actions import Named
from anhuan.domains.permits.rules.certificates import Trade

Hand = tuple[str, int, str, str, tuple[Trade, ...]]  # post, which, part, duty, certificates


@dataclass(frozen=True, slots=True)
class Crew:
    """A gang: firm ("" own people), its leader and workers by post.

    `guard` counts the safety officers; 0 is the demo login `guardian`.
    """

    name: str
    firm: str
    leader: str
    workers: tuple[Hand, ...]
    guard: int = 0
    leader_trades: tuple[Trade, ...] = ()


_CHA, _PYJ, _JYF = (f"{firm}-现场负责人-turn-day" for firm in ("CHA", "PYJ", "JYF"))
_W, _E, _H, _C = Trade.WELDING, Trade.ELECTRIC, Trade.HEIGHT, Trade.CONFINED_SPACE
_FITTER = "PYJ-钳工-turn-day"
CREWS: dict[str, Crew] = {
    "weld": Crew("安装一队", "CHA", _CHA, (("CHA-焊工-turn-day", 0, "worker", "焊工", (_W,)),)),
    "fit": Crew("检修一队", "PYJ", _PYJ, ((_FITTER, 0, "worker", "钳工", (_C, _H)),)),
    "blind": Crew("检修一队", "PYJ", _PYJ, (
        (_FITTER, 0, "worker", "钳工", ()), (_FITTER, 3, "commander", "指挥", ()),
    )),
    "height": Crew("防腐队", "JYF", _JYF, (("JYF-架子工-turn-day", 0, "worker", "架子工", (_H,)),),
                   guard=1),
    "power": Crew("电仪班", "", "electrician", (("electrician", 1, "worker", "电工", (_E,)),),
                  leader_trades=(_E,)),
    "tank": Crew("储运甲班", "", "log-leader", (("tank-field", 0, "worker", "操作工", ()),),
                 guard=2),
    "dig": Crew("安装一队", "CHA", _CHA, (("CHA-管工-turn-day", 0, "worker", "管工", ()),),
                guard=1),
}  # fmt: skip


def crew_of(work: Work, cast: Cast, now: datetime) -> list[Named]:
    """The leader, whoever works, and the guardians; those who have to sign can log in."""
    crew = CREWS[work.crew]
    boss = cast.of_post(crew.leader)
    cast.login(boss)
    leader = cast.named(boss, "work_leader", "", *crew.leader_trades)
    return [leader, *_workers(work, cast, now), *_guards(work, cast, now)]


def _workers(work: Work, cast: Cast, now: datetime) -> Iterator[Named]:
    """Of a station it is the worker who is there; helpers come from the gang."""
    for count, (post, nth, part, duty, trades) in enumerate(CREWS[work.crew].workers):
        paper = cast.of_post(post, nth)
        if work.station and count == 0:
            paper = worker_of(STATIONS[work.station], now.timestamp())
        cast.login(paper)
        yield cast.named(paper, part, duty, *trades)


def _guards(work: Work, cast: Cast, now: datetime) -> Iterator[Named]:
    found: list[Paper] = [cast.of_post("hse", CREWS[work.crew].guard)]
    if work.station:
        found = guards_of(STATIONS[work.station], now.timestamp())
    cast.login(found[0], guards=True)  # whoever relieves him has nothing to sign yet
    for paper in found:
        yield cast.named(paper, "guardian", "", Trade.GUARDIAN)
