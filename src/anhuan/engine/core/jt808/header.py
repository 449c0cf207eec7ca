"""The header of a message: what it is, whose it is, and which part of it this is."""

from __future__ import annotations

from dataclasses import dataclass

from anhuan.engine.core.jt808.body import Fields, Malformed, packed
from anhuan.engine.core.jt808.framing import BODY_MAX, content_of, escaped

_ENCRYPTED, _SPLIT, _IS_2019 = 0x1C00, 0x2000, 0x4000
VERSION_2019 = 1


@dataclass(frozen=True, slots=True)
class Header:
    """`phone`: the terminal's number without leading zeros. `part` of `parts`, from 1."""

    kind: int
    phone: str
    serial: int
    is_2019: bool = False
    parts: int = 1
    part: int = 1


@dataclass(frozen=True, slots=True)
class Message:
    """A header and its body."""

    header: Header
    body: bytes


def read_message(frame: bytes) -> Message:
    """One frame, as `Framer` cuts it. Malformed: bad_checksum, bad_escape, bad_shape, too_large,
    encrypted."""
    fields = Fields(content_of(frame))
    kind, properties = fields.u16(), fields.u16()
    is_2019 = bool(properties & _IS_2019)
    if is_2019:
        fields.u8()  # the edition's own revision; all so far are laid out alike
    phone = fields.bcd(10 if is_2019 else 6).lstrip("0") or "0"
    serial = fields.u16()
    parts, part = (fields.u16(), fields.u16()) if properties & _SPLIT else (1, 1)
    body = fields.rest()
    if properties & _ENCRYPTED:
        raise Malformed("encrypted", f"0x{kind:04x} of {phone}")
    if len(body) != properties & BODY_MAX:
        raise Malformed("bad_shape", f"{len(body)} bytes of body, {properties & BODY_MAX} stated")
    if not 1 <= part <= parts:
        raise Malformed("bad_shape", f"part {part} of {parts}")
    return Message(Header(kind, phone, serial, is_2019, parts, part), body)


def written(header: Header, body: bytes) -> bytes:
    """The frame of an unsplit message. ValueError when the body is too long for one."""
    if len(body) > BODY_MAX:
        raise ValueError(f"{len(body)} bytes of body, at most {BODY_MAX}")
    if header.is_2019:
        head = packed("HHB", header.kind, len(body) | _IS_2019, VERSION_2019)
        phone = bytes.fromhex(header.phone.zfill(20))
    else:
        head = packed("HH", header.kind, len(body))
        phone = bytes.fromhex(header.phone.zfill(12))
    return escaped(head + phone + packed("H", header.serial) + body)
