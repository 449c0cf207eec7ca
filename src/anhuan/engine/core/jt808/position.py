"""Position reports (0x0200): where a vehicle is, how fast, and how its terminal is."""

from __future__ import annotations

from dataclasses import dataclass, field

from anhuan.engine.core.jt808.body import Fields, Malformed

_FIXED, _SOUTH, _WEST, _SHIFTED = 1 << 1, 1 << 2, 1 << 3, 1 << 5  # of the state
_EMERGENCY = 1 << 0  # of the alarms
FAULTS = {
    4: "GNSS 模块故障",
    5: "GNSS 天线未接或被剪断",
    6: "GNSS 天线短路",
    7: "终端主电源欠压",
    8: "终端主电源掉电",
    9: "终端显示屏故障",
    10: "语音模块故障",
    11: "摄像头故障",
}
MILEAGE, RECORDER_SPEED, SATELLITES = 0x01, 0x03, 0x31


@dataclass(frozen=True, slots=True)
class Position:
    """One report. Degrees as the terminal gives them, which may be shifted (GCJ-02)."""

    t_ms: int
    lon_deg: float
    lat_deg: float
    altitude_m: int
    speed_kmh: float
    course_deg: int
    alarms: int
    state: int
    items: dict[int, bytes] = field(default_factory=dict)

    @property
    def is_fixed(self) -> bool:
        """The place was measured; otherwise it is the last one known, or nothing."""
        return bool(self.state & _FIXED)

    @property
    def is_shifted(self) -> bool:
        """The terminal says that a confidentiality plug-in (GCJ-02) has moved the place."""
        return bool(self.state & _SHIFTED)

    @property
    def is_emergency(self) -> bool:
        """The driver has pressed the emergency key."""
        return bool(self.alarms & _EMERGENCY)

    @property
    def faults(self) -> tuple[str, ...]:
        """What the terminal says is wrong with itself."""
        return tuple(text for bit, text in FAULTS.items() if self.alarms & 1 << bit)

    @property
    def mileage_km(self) -> float | None:
        """Item 0x01."""
        return self._number(MILEAGE, 4, 0.1)

    @property
    def recorder_kmh(self) -> float | None:
        """Item 0x03: the speed by the driving recorder."""
        return self._number(RECORDER_SPEED, 2, 0.1)

    @property
    def satellites(self) -> int | None:
        """Item 0x31."""
        found = self._number(SATELLITES, 1, 1)
        return None if found is None else int(found)

    def _number(self, item: int, size: int, unit: float) -> float | None:
        value = self.items.get(item)
        return None if value is None or len(value) != size else int.from_bytes(value) * unit


def read_position(data: bytes) -> Position:
    """The body of 0x0200. Malformed: bad_shape, out_of_range."""
    fields = Fields(data)
    alarms, state = fields.u32(), fields.u32()
    lat, lon = fields.u32() / 1e6, fields.u32() / 1e6
    if lat > 90 or lon > 180:
        raise Malformed("out_of_range", f"latitude {lat}, longitude {lon}")
    altitude, speed, course = fields.u16(), fields.u16() / 10, fields.u16()
    return Position(
        t_ms=fields.t_ms(),
        lon_deg=-lon if state & _WEST else lon,
        lat_deg=-lat if state & _SOUTH else lat,
        altitude_m=altitude - 0x10000 if altitude & 0x8000 else altitude,
        speed_kmh=speed,
        course_deg=course,
        alarms=alarms,
        state=state,
        items=_items(fields),
    )


def _items(fields: Fields) -> dict[int, bytes]:
    """Identifier, length, value, again and again. Makers add their own: unknown ones are kept.

    An item that is cut off ends the list: the place before it is good.
    """
    found: dict[int, bytes] = {}
    while fields.left >= 2:
        item, size = fields.u8(), fields.u8()
        if size > fields.left:
            break
        found[item] = fields.take(size)
    return found
