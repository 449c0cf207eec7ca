"""When a vehicle may be booked, let in and let out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from anhuan.kernel.errors import Blocker

EARLY = timedelta(minutes=30)  # before the booked time somebody may be let in
LONGEST = timedelta(days=7)
CLAUSE = "GATE-009"


@dataclass(frozen=True, slots=True)
class Booking:
    """What is asked about a trip."""

    booked_from: datetime
    booked_until: datetime
    driver_name: str
    driver_licence: str = ""
    escort_name: str = ""
    escort_licence: str = ""
    cargo: str = ""
    waybill: str = ""
    routes: int = 0
    is_hazmat: bool = False
    vehicle_is_retired: bool = False


def booking_blockers(asked: Booking) -> Iterator[Blocker]:
    """Every reason against a booking; vehicles with dangerous goods owe more."""
    if asked.booked_until <= asked.booked_from:
        yield Blocker("trip_ends_first", "最晚离厂须晚于预约入厂")
    elif asked.booked_until - asked.booked_from > LONGEST:
        yield Blocker("trip_too_long", "一次通行最长 7 天，请分次预约")
    if asked.vehicle_is_retired:
        yield Blocker("vehicle_retired", "车辆已停用，不能预约")
    if asked.is_hazmat:
        yield from _hazmat_blockers(asked)


def _hazmat_blockers(asked: Booking) -> Iterator[Blocker]:
    owed = (
        (asked.driver_licence, "driver_licence", "驾驶员从业资格证"),
        (asked.escort_name, "escort_name", "押运员"),
        (asked.escort_licence, "escort_licence", "押运员从业资格证"),
        (asked.cargo, "cargo", "货物"),
        (asked.waybill, "waybill", "电子运单号"),
    )
    for value, code, label in owed:
        if not value.strip():
            yield Blocker(f"{code}_missing", f"危化品运输车须填写{label}", CLAUSE)
    if asked.escort_name.strip() and asked.escort_name.strip() == asked.driver_name.strip():
        yield Blocker("escort_drives", "押运员不能由驾驶员兼任", CLAUSE)
    if not asked.routes:
        yield Blocker("routes_missing", "危化品运输车须指定准行路线", CLAUSE)


def admission_blockers(
    state: str, booked_from: datetime, booked_until: datetime, has_tag: bool, now: datetime
) -> Iterator[Blocker]:
    """Every reason against letting a vehicle in now."""
    if state != "booked":
        yield Blocker("trip_not_booked", "只有已预约的车辆可以放行入厂")
    if now < booked_from - EARLY:
        yield Blocker("trip_too_early", f"预约 {booked_from:%m-%d %H:%M} 入厂，最多提前 30 分钟")
    if now > booked_until:
        yield Blocker("trip_over", "预约已过期，请重新预约")
    if not has_tag:
        yield Blocker("vehicle_no_tag", "车辆没有定位标签或车载终端，请先发放", "POS-111")


def leaving_blockers(state: str) -> Iterator[Blocker]:
    """Every reason against letting a vehicle out."""
    if state != "inside":
        yield Blocker("trip_not_inside", "车辆不在厂内，无需办理离厂")


def cancel_blockers(state: str, reason: str) -> Iterator[Blocker]:
    """Every reason against cancelling."""
    if state != "booked":
        yield Blocker("trip_not_booked", "只有已预约的通行可以取消")
    if not reason.strip():
        yield Blocker("reason_missing", "请填写取消原因")


def state_label(state: str, booked_until: datetime, now: datetime) -> str:
    """A trip's state in words, with what time has made of it."""
    if state == "booked" and now > booked_until:
        return "已过期"
    if state == "inside" and now > booked_until:
        return "超时未离厂"
    return {"booked": "已预约", "inside": "在厂", "left": "已离厂", "cancelled": "已取消"}[state]
