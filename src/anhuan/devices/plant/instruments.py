"""Gas detectors, the weather station and electronic locks of the works."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fitted:
    """One device. `form` as permits.Instrument.Form says; x and y None: carried about."""

    number: str
    name: str
    form: str
    area: str = ""
    x_m: float | None = None
    y_m: float | None = None


INSTRUMENTS: tuple[Fitted, ...] = (
    Fitted("GT-1101", "合成框架东侧探测器", "fixed", "SYN", 80.0, 198.0),
    Fitted("GT-1102", "压缩机房探测器", "fixed", "CMP", 100.0, 196.0),
    Fitted("GT-2101", "精馏装置南侧探测器", "fixed", "DST", 236.0, 168.0),
    Fitted("GT-3101", "一号罐区探测器", "fixed", "TKF", 68.0, 78.0),
    Fitted("GT-4101", "装卸区探测器", "fixed", "LDG", 172.0, 106.0),
    Fitted("PG-001", "四合一检测仪 1", "portable"),
    Fitted("PG-002", "四合一检测仪 2", "portable"),
    Fitted("PG-003", "四合一检测仪 3", "portable"),
    Fitted("WS-1", "控制楼气象站", "weather", "CCR", 320.0, 238.0),
    Fitted("LK-101", "V-101 人孔锁", "lock", "SYN", 60.0, 230.0),
    Fitted("LK-201", "检修配电箱锁", "lock", "DST", 200.0, 180.0),
    Fitted("CAM-11", "合成装置防爆云台", "camera", "SYN", 40.0, 220.0),
)
OF_FORM: dict[str, tuple[str, ...]] = {
    form: tuple(one.number for one in INSTRUMENTS if one.form == form)
    for form in ("fixed", "portable", "weather", "lock", "camera")
}
