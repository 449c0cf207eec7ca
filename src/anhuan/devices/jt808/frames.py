"""JT/T 808 as a terminal writes and reads it."""

import struct
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from functools import reduce
from operator import xor

BEIJING = timezone(timedelta(hours=8))
FIXED, ACC_ON, SHIFTED, EMERGENCY = 0x02, 0x01, 0x20, 0x01
DEVICE_SIZES = {False: (5, 20, 7), True: (11, 30, 30)}  # maker, model, id, by edition


@dataclass(frozen=True, slots=True)
class Who:
    """A terminal as its maker and installer set it."""

    phone: str
    device: str
    plate: str
    is_2019: bool = False
    maker: str = "AHSIM"
    model: str = "ANHUAN-SIM"


@dataclass(frozen=True, slots=True)
class Fix:
    """What a position report says; degrees as the terminal means them."""

    t_s: float
    lon: float
    lat: float
    speed_kmh: float
    course: float = 0.0
    is_shifted: bool = False
    is_pressed: bool = False
    mileage_km: float = 0.0
    satellites: int = 12


def frame(who: Who, kind: int, serial: int, body: bytes) -> bytes:
    """A whole frame, flags included."""
    digits = 20 if who.is_2019 else 12
    head = struct.pack(">HH", kind, len(body) | (0x4000 if who.is_2019 else 0))
    head += b"\x01" if who.is_2019 else b""
    head += bytes.fromhex(who.phone.zfill(digits)) + struct.pack(">H", serial)
    whole = head + body
    whole += bytes([reduce(xor, whole)])
    whole = whole.replace(b"\x7d", b"\x7d\x01").replace(b"\x7e", b"\x7d\x02")
    return b"\x7e" + whole + b"\x7e"


def registration(who: Who) -> bytes:
    """Body of 0x0100: Shandong 37, Dongying 0500."""
    sizes = DEVICE_SIZES[who.is_2019]
    names = zip((who.maker, who.model, who.device), sizes, strict=True)
    fixed = b"".join(name.encode("gbk")[:size].ljust(size, b"\0") for name, size in names)
    return struct.pack(">HH", 37, 500) + fixed + b"\x02" + who.plate.encode("gbk")


def authentication(who: Who, code: str) -> bytes:
    """Body of 0x0102."""
    if not who.is_2019:
        return code.encode()
    modem, software = who.phone.zfill(15).encode(), b"sim-1".ljust(20, b"\0")
    return bytes([len(code)]) + code.encode() + modem + software


def position(place: Fix) -> bytes:
    """Body of 0x0200 with mileage, recorder speed and satellites."""
    state = FIXED | ACC_ON | (SHIFTED if place.is_shifted else 0)
    moment = datetime.fromtimestamp(place.t_s, BEIJING)
    speed = round(10 * place.speed_kmh)
    body = struct.pack(
        ">IIIIHHH", EMERGENCY if place.is_pressed else 0, state, round(1e6 * place.lat),
        round(1e6 * place.lon), 5, speed, round(place.course) % 360,
    )  # fmt: skip
    body += bytes.fromhex(f"{moment:%y%m%d%H%M%S}")
    body += struct.pack(">BBI", 0x01, 4, round(10 * place.mileage_km))
    return body + struct.pack(">BBHBBB", 0x03, 2, speed, 0x31, 1, place.satellites)


def batch(bodies: list[bytes], *, is_backlog: bool) -> bytes:
    """Body of 0x0704."""
    items = b"".join(struct.pack(">H", len(one)) + one for one in bodies)
    return struct.pack(">HB", len(bodies), is_backlog) + items


def parameters(serial: int, values: dict[int, int]) -> bytes:
    """Body of 0x0104: DWORDs."""
    items = b"".join(struct.pack(">IBI", name, 4, value) for name, value in values.items())
    return struct.pack(">HB", serial, len(values)) + items


@dataclass(frozen=True, slots=True)
class Heard:
    """A message of the platform."""

    kind: int
    serial: int
    body: bytes


def heard(data: bytes) -> Heard:
    """What stands between two flags; ValueError when its check byte is wrong."""
    whole = data.replace(b"\x7d\x02", b"\x7e").replace(b"\x7d\x01", b"\x7d")
    if reduce(xor, whole) != 0:
        raise ValueError("check byte")
    kind, properties = struct.unpack(">HH", whole[:4])
    at = 15 if properties & 0x4000 else 10
    return Heard(kind, struct.unpack(">H", whole[at : at + 2])[0], whole[at + 2 : -1])


def moved(place: Fix, lon: float, lat: float) -> Fix:
    """The same report elsewhere, marked as shifted."""
    return replace(place, lon=lon, lat=lat, is_shifted=True)
