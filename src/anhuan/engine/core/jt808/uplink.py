"""What terminals say, as values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from anhuan.engine.core.jt808.body import Fields, Malformed
from anhuan.engine.core.jt808.header import Message
from anhuan.engine.core.jt808.position import Position, read_position

ACK, HEARTBEAT, LOGOUT, REGISTER, AUTHENTICATE = 0x0001, 0x0002, 0x0003, 0x0100, 0x0102
PARAMETERS, REPORT, BATCH = 0x0104, 0x0200, 0x0704
_LENGTH_2013 = 37  # of a registration without its plate


@dataclass(frozen=True, slots=True)
class Registration:
    """0x0100: who makes the terminal, which one it is, and on which vehicle."""

    province: int
    city: int
    maker: str
    model: str
    device: str
    colour: int
    plate: str


@dataclass(frozen=True, slots=True)
class Authentication:
    """0x0102: the code we once gave; from 2019 on also the modem and the software."""

    code: str
    imei: str = ""
    software: str = ""


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """0x0002."""


@dataclass(frozen=True, slots=True)
class Logout:
    """0x0003: the terminal's registration ends."""


@dataclass(frozen=True, slots=True)
class Report:
    """0x0200."""

    position: Position


@dataclass(frozen=True, slots=True)
class Batch:
    """0x0704: several reports at once; `wrong`: those that cannot be read."""

    positions: tuple[Position, ...]
    wrong: tuple[Malformed, ...]
    is_backlog: bool  # collected where there was no network


@dataclass(frozen=True, slots=True)
class Ack:
    """0x0001: what became of something we sent. result: 0 done, 1 failed, 2 wrong, 3 unknown."""

    serial: int
    kind: int
    result: int


@dataclass(frozen=True, slots=True)
class Parameters:
    """0x0104: how the terminal is set, by parameter id."""

    serial: int
    values: dict[int, bytes]


@dataclass(frozen=True, slots=True)
class Unknown:
    """A message we have no use for."""

    kind: int


Said = (
    Registration | Authentication | Heartbeat | Logout | Report | Batch | Ack | Parameters | Unknown
)


def read_body(message: Message) -> Said:
    """The body of a whole message. Malformed: bad_shape, out_of_range."""
    read = _READERS.get(message.header.kind)
    return read(message) if read else Unknown(message.header.kind)


def _registration(message: Message) -> Registration:
    fields, size = Fields(message.body), len(message.body)
    if message.header.is_2019:
        maker, model, device = 11, 30, 30
    else:
        maker, model, device = 5, 20 if size >= _LENGTH_2013 else 8, 7  # 8: edition of 2011
    return Registration(
        fields.u16(), fields.u16(), fields.text(maker), fields.text(model), fields.text(device),
        fields.u8(), fields.text(),
    )  # fmt: skip


def _authentication(message: Message) -> Authentication:
    fields = Fields(message.body)
    if not message.header.is_2019:
        return Authentication(fields.text())
    return Authentication(fields.text(fields.u8()), fields.text(15), fields.text(20))


def _batch(message: Message) -> Batch:
    fields = Fields(message.body)
    count, is_backlog = fields.u16(), fields.u8() == 1
    good: list[Position] = []
    wrong: list[Malformed] = []
    for _ in range(count):
        data = fields.take(fields.u16())
        try:
            good.append(read_position(data))
        except Malformed as error:
            wrong.append(error)
    return Batch(tuple(good), tuple(wrong), is_backlog)


def _ack(message: Message) -> Ack:
    fields = Fields(message.body)
    return Ack(fields.u16(), fields.u16(), fields.u8())


def _parameters(message: Message) -> Parameters:
    fields = Fields(message.body)
    serial, count = fields.u16(), fields.u8()
    values: dict[int, bytes] = {}
    for _ in range(count):
        name = fields.u32()
        values[name] = fields.take(fields.u8())
    return Parameters(serial, values)


_READERS: dict[int, Callable[[Message], Said]] = {
    ACK: _ack,
    HEARTBEAT: lambda message: Heartbeat(),
    LOGOUT: lambda message: Logout(),
    REGISTER: _registration,
    AUTHENTICATE: _authentication,
    PARAMETERS: _parameters,
    REPORT: lambda message: Report(read_position(message.body)),
    BATCH: _batch,
}
