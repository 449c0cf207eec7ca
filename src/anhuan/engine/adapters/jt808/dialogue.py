"""What is said to one terminal: message in, answers out. Knows no socket.

A terminal registers (once), signs in with the code it got, and reports. Nothing but these two is
listened to before it has signed in.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol

from anhuan.domains.vehicles.actions.knocks import Stranger
from anhuan.domains.vehicles.rules import terminals as rules
from anhuan.engine.adapters.jt808 import reporting
from anhuan.engine.adapters.jt808.registry import Enrolled
from anhuan.engine.adapters.jt808.reporting import Told
from anhuan.engine.core.jt808 import Header, Malformed, Position, Said, uplink
from anhuan.engine.core.jt808 import downlink as down
from anhuan.engine.core.jt808.downlink import Admission, Answer, Result


class House(Protocol):
    """What the rest of the server does for a dialogue."""

    def enrolled(self, phone: str) -> Enrolled | None:
        """The terminal of that number, if it may sign in."""

    async def store(self, told: list[Told]) -> bool:
        """Put messages into INGEST; True once all of them lie there."""

    async def sign_up(self, terminal: Enrolled, stated: dict[str, str], is_2019: bool) -> str:
        """A new code for it; empty when it may not have one. OSError when nobody can tell now."""

    async def log_out(self, terminal: Enrolled) -> None:
        """Its code is worth nothing any more."""

    async def confirm(self, terminal: Enrolled) -> None:
        """It is set as wanted."""

    def knock(self, stranger: Stranger) -> None:
        """Somebody was refused."""

    def refuse(self, phone: str, reason: str, detail: str = "", payload: bytes = b"") -> None:
        """Count something that was not taken."""


@dataclass(slots=True)
class Dialogue:
    """One terminal's conversation."""

    house: House
    address: str
    phone: str = ""
    is_2019: bool = False
    terminal: Enrolled | None = None  # once it has signed in
    is_pressed: bool = False
    faults: tuple[str, ...] | None = None

    async def hear(self, header: Header, said: Said, now_ms: int) -> list[Answer]:
        """Answers to one message, in order. No answer: it is not stored, and should come again."""
        self.phone, self.is_2019 = self.phone or header.phone, header.is_2019
        if header.phone != self.phone:
            self.house.refuse(self.phone, "other_phone", header.phone)
            return [down.general(header, Result.FAILED)]
        if isinstance(said, uplink.Registration):
            return await self._register(header, said)
        if isinstance(said, uplink.Authentication):
            return await self._sign_in(header, said, now_ms)
        if self.terminal is None:
            self.house.refuse(self.phone, "not_signed_in", f"0x{header.kind:04x}")
            return [down.general(header, Result.FAILED)]
        current = self.house.enrolled(self.phone)
        if current is None:  # retired meanwhile
            self.terminal = None
            self.house.refuse(self.phone, "unknown_terminal")
            return [down.general(header, Result.FAILED)]
        self.terminal = current
        return await _HANDLERS[type(said)](self, header, said, current, now_ms)

    async def _register(self, header: Header, said: uplink.Registration) -> list[Answer]:
        stated = {"device": said.device, "maker": said.maker, "model": said.model,
                  "plate": said.plate[:20]}  # fmt: skip
        known = self.house.enrolled(header.phone)
        if known is None:
            self._turn_away("unknown_terminal", stated)
            return [down.admission(header, Admission.NO_TERMINAL)]
        try:
            code = await self.house.sign_up(known, stated, header.is_2019)
        except OSError:
            return []  # it will register again
        if not code:
            self._turn_away("other_device", stated)
            return [down.admission(header, Admission.TERMINAL_TAKEN)]
        return [down.admission(header, Admission.ADMITTED, code)]

    async def _sign_in(
        self, header: Header, said: uplink.Authentication, now_ms: int
    ) -> list[Answer]:
        known = self.house.enrolled(header.phone)
        if known is None or not rules.code_is_right(known.known, said.code):
            self.terminal = None
            self._turn_away("bad_code" if known else "unknown_terminal", {})
            return [down.general(header, Result.FAILED)]
        if not await self.house.store([reporting.status(known, (), now_ms)]):
            return []
        self.terminal = known
        done = down.general(header, Result.DONE)
        return [done] if known.is_set else [done, down.set_parameters(known.wanted)]

    def _turn_away(self, reason: str, stated: dict[str, str]) -> None:
        self.house.refuse(self.phone, reason)
        self.house.knock(Stranger(self.phone, reason, self.address, self.is_2019, **stated))

    async def _keep(
        self, header: Header, terminal: Enrolled, positions: tuple[Position, ...], now_ms: int
    ) -> list[Answer]:
        """Store positions, the emergency key and faults; answer once they are safe."""
        told = list(reporting.places(terminal, positions, now_ms))
        newest = max(positions, key=lambda one: one.t_ms, default=None)
        if newest is not None:
            told += self._news(terminal, newest, now_ms)
        if not await self.house.store(told):
            return []
        if newest is not None:
            self.is_pressed, self.faults = newest.is_emergency, newest.faults
        return [down.general(header, Result.DONE)]

    def _news(self, terminal: Enrolled, newest: Position, now_ms: int) -> list[Told]:
        found = []
        if newest.is_emergency != self.is_pressed:
            found.append(reporting.emergency(terminal, newest.t_ms, pressed=newest.is_emergency))
        if newest.faults != self.faults:
            found.append(reporting.status(terminal, newest.faults, now_ms))
        return found

    async def report(
        self, header: Header, said: uplink.Report, terminal: Enrolled, now_ms: int
    ) -> list[Answer]:
        """0x0200."""
        return await self._keep(header, terminal, (said.position,), now_ms)

    async def batch(
        self, header: Header, said: uplink.Batch, terminal: Enrolled, now_ms: int
    ) -> list[Answer]:
        """0x0704; what of it cannot be read is counted, the rest is taken."""
        answers = await self._keep(header, terminal, said.positions, now_ms)
        if answers:
            for wrong in said.wrong:
                self.refuse(wrong)
        return answers

    async def beat(
        self, header: Header, said: uplink.Heartbeat, terminal: Enrolled, now_ms: int
    ) -> list[Answer]:
        """0x0002."""
        told = [reporting.status(terminal, self.faults or (), now_ms)]
        return [down.general(header, Result.DONE)] if await self.house.store(told) else []

    async def leave(
        self, header: Header, said: uplink.Logout, terminal: Enrolled, now_ms: int
    ) -> list[Answer]:
        """0x0003."""
        try:
            await self.house.log_out(terminal)
        except OSError:
            return []
        self.terminal = None
        return [down.general(header, Result.DONE)]

    async def answered(
        self, header: Header, said: uplink.Ack, terminal: Enrolled, now_ms: int
    ) -> list[Answer]:
        """0x0001: once parameters are set, ask what they are."""
        if said.result != Result.DONE:
            self.house.refuse(self.phone, "order_refused", f"0x{said.kind:04x}: {said.result}")
        elif said.kind == SET_PARAMETERS:
            return [down.ask_parameters(*terminal.wanted)]
        return []

    async def set_as(
        self, header: Header, said: uplink.Parameters, terminal: Enrolled, now_ms: int
    ) -> list[Answer]:
        """0x0104: how the terminal is set."""
        found = {name: int.from_bytes(value) for name, value in said.values.items()}
        if all(found.get(name) == value for name, value in terminal.wanted.items()):
            await self.house.confirm(terminal)
        else:
            self.house.refuse(self.phone, "order_refused", f"set as {found}"[:200])
        return []

    async def unknown(
        self, header: Header, said: uplink.Unknown, terminal: Enrolled, now_ms: int
    ) -> list[Answer]:
        """Anything else: counted, and the terminal told."""
        self.house.refuse(self.phone, "unsupported", f"0x{header.kind:04x}")
        return [down.general(header, Result.UNKNOWN)]

    def refuse(self, wrong: Malformed, payload: bytes = b"") -> None:
        """Count what could not be read."""
        self.house.refuse(self.phone, wrong.reason, wrong.detail, payload)


SET_PARAMETERS = 0x8103
Handler = Callable[[Dialogue, Header, Any, Enrolled, int], Awaitable[list[Answer]]]
_HANDLERS: dict[type, Handler] = {
    uplink.Report: Dialogue.report,
    uplink.Batch: Dialogue.batch,
    uplink.Heartbeat: Dialogue.beat,
    uplink.Logout: Dialogue.leave,
    uplink.Ack: Dialogue.answered,
    uplink.Parameters: Dialogue.set_as,
    uplink.Unknown: Dialogue.unknown,
}
