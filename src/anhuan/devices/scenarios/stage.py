"""What a scenario may touch: people, tags, anchors and gateways of the simulator."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from anhuan.devices import messages
from anhuan.devices.detour import Errand
from anhuan.devices.mover import Mover
from anhuan.devices.scenarios.papers import Paper
from anhuan.devices.simulator import GATES_BOX, Simulator

Play = Iterator[None]
Wanted = Callable[[Mover], bool]
EXITS = ("gate-way", "gate-south")
LEAVE_EVERY_S = 18.0


class Channel(Protocol):
    """A gateway's raw connection: for input no honest device would send."""

    def send_raw(self, topic: str, payload: bytes) -> None:
        """Publish bytes as they are."""


@dataclass(slots=True)
class Stage:
    """One running scenario. Shares are of the scenario's whole length."""

    simulator: Simulator
    channels: dict[str, Channel]
    from_s: float
    seconds: float
    notes: list[str]
    papers: list[Paper] = field(default_factory=list)
    _seats: dict[str, int] = field(default_factory=dict)

    @property
    def now_s(self) -> float:
        """The simulator's time, seconds since 1970."""
        return self.simulator.world.now_s

    def at(self, share: float) -> float:
        """The moment that share of the scenario is over."""
        return self.from_s + share * self.seconds

    def wait(self, share: float) -> Play:
        """Yield once a second until that share of the scenario is over."""
        while self.now_s < self.at(share):
            yield

    def on_site(self, wanted: Wanted, area: str = "") -> list[Mover]:
        """People on site of that sort, inside an area if one is named."""
        world = self.simulator.world
        here = world.inside(area) if area else [m for m in world.on_site() if m.person]
        return [m for m in here if wanted(m) and m.override is None]

    def call_in(self, count: int, wanted: Wanted) -> list[Mover]:
        """People who are off today and take their tag from the rack now."""
        movers = self.simulator.world.movers
        free = [m for m in movers if m.person and not m.is_on_site(self.now_s) and wanted(m)]
        # Those who come back latest are the least likely to be due on site meanwhile.
        return sorted(free, key=lambda m: -m.stay.from_s)[:count]

    def send(
        self,
        mover: Mover,
        spot: str,
        until_share: float,
        origin: str,
        offset_m: tuple[float, float] = (0.0, 0.0),
        *,
        lies_still: bool = False,
    ) -> None:
        """Walk to a spot, stay till that share of the scenario is over, walk back."""
        seat = self._seats.setdefault(mover.tag, len(self._seats))
        # One after the other and through both gates: going home must not be a crowd again.
        until_s = self.at(until_share) + LEAVE_EVERY_S * (seat // 2)
        errand = Errand(spot, until_s, offset_m, lies_still)
        self.simulator.world.send(mover, errand, origin, EXITS[seat % 2])

    def press(self, mover: Mover, *, pressed: bool, key: str = "sos") -> None:
        """A key of a tag goes down or up."""
        payload = messages.button(self.now_s, pressed=pressed, key=key)
        self.simulator.send(GATES_BOX, messages.button_topic(mover.tag), payload)

    def pass_gate(self, mover: Mover, gate: str, way: str) -> None:
        """A gate tells that a mover's person went in or out."""
        self.simulator.pass_gate(mover.number, gate, way, self.now_s)

    def ask(self, paper: Paper) -> None:
        """Something for the office to do when the play begins."""
        self.papers.append(paper)

    def say(self, text: str) -> None:
        """A line for whoever started the scenario."""
        self.notes.append(text)


def who(mover: Mover) -> str:
    """Name and post of a mover's person."""
    person = mover.person
    return f"{person.name}({person.post.name} {mover.tag})" if person else mover.number


def department_is(*codes: str) -> Wanted:
    """People of these departments, their shift teams included."""
    return lambda m: (
        m.person is not None
        and m.person.post.department in codes
        and (m.person.post.kind == "employee")
    )


def is_contractor(mover: Mover) -> bool:
    """People of the contractor firms."""
    return mover.person is not None and mover.person.post.kind == "contractor"


def is_anyone(mover: Mover) -> bool:
    """Any person."""
    return mover.person is not None
