"""Alarms of keys, batteries and tags of nobody; and how standing alarms go on."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from anhuan.engine.adapters import wording
from anhuan.engine.adapters.alarming import EVENT_AFTER_MS, Said
from anhuan.engine.adapters.around import Around
from anhuan.engine.adapters.holders import Holder
from anhuan.engine.adapters.intake import Pressed
from anhuan.engine.adapters.orders import RAISE, RETURN, UPDATE, Order
from anhuan.engine.adapters.standing import UPDATE_EVERY_MS, Book, Standing
from anhuan.kernel.ids import uuid_of

VERSION = "1"
RECOVERED_PCT = 5  # above the limit: a battery must not ring at every percent
CROSSINGS = ("entered", "left", "strayed", "left_plant", "detoured")
UNKNOWN_TAG = "未登记标签"


def pressed(around: Around, press: Pressed) -> Said:
    """Somebody calls for help: an alarm at once, whatever else is known. Letting go ends nothing.

    AQ 3064.3-2025 5.2.5; POS-013.
    """
    if not press.key.pressed:
        return Said()
    holder = press.holder or Holder(UUID(int=0), press.number, f"{UNKNOWN_TAG} {press.number}")
    spot = around.spot(holder.tag)
    x, y, floor = (spot.x, spot.y, spot.floor) if spot else (None, None, None)
    area = around.area_at(x, y, floor) if x is not None and y is not None and floor else None
    nearest = around.nearest(holder.tag)
    near = (around.holder(nearest[0]), nearest[1]) if nearest else None
    where = wording.place(area, x, y, floor, ground="1F")
    onset_ms, name = onset_of(press, around), press.key.name
    who = [holder.tag] if press.holder else []
    order = Order(
        do=RAISE,
        condition=f"{name}:{press.number if press.holder else 'unknown'}",
        at_ms=onset_ms,
        kind=name,
        alarm_id=str(uuid_of(name, press.number, onset_ms)),
        title=f"{wording.KEY_TITLES[name]} · {holder.name}",
        text=wording.sos(where, near),
        place={"area": str(area.area) if area else None, "x_m": x, "y_m": y, "floor": floor},
        people=around.rows(who) or [holder.row(None, None, None)],
        snapshot=around.snapshot(x, y, None),
        rule=name,
        rule_version=VERSION,
        inputs={
            "tag": press.number,
            "pressed_ms": press.key.t_ms,
            "received_ms": press.at_ms,
            "nearest_m": None if near is None else round(near[1], 1),
        },
    )
    return Said([order])


def onset_of(press: Pressed, around: Around) -> int:
    """When the key went down: as the device says, unless its clock cannot be right."""
    settings, t_ms = around.plant.config.settings, press.key.t_ms
    if t_ms is None:
        return press.at_ms
    early, late = press.at_ms - settings.clock_behind_ms, press.at_ms + settings.clock_ahead_ms
    return t_ms if early <= t_ms <= late else press.at_ms


def batteries(book: Book, around: Around, told: Mapping[UUID, int], now_ms: int) -> Said:
    """Tags whose battery has just run low, or was changed."""
    said, limit = Said(), around.plant.low_battery_pct
    for tag, percent in told.items():
        key, holder = str(tag), around.holder(tag)
        condition = f"low_battery:{tag}"
        if percent < limit and key not in book.low:
            book.low[key] = now_ms
            title, text = f"标签低电量 · {holder.name}", f"标签 {holder.number} 电量 {percent}%"
            inputs = {"battery_pct": percent, "limit_pct": limit}
            said.orders.append(
                _plain_raise(around, condition, "low_battery", holder, title, text, inputs, now_ms)
            )
        elif percent >= limit + RECOVERED_PCT and key in book.low:
            del book.low[key]
            said.orders.append(Order(RETURN, condition, now_ms))
    return said


def nobodys(book: Book, around: Around, moved: Mapping[UUID, int], now_ms: int) -> Said:
    """Tags that move about and are given to nobody; and those that have been given out since.

    `moved`: when each was located.
    """
    said = Said()
    for tag, t_ms in moved.items():
        key, holder = str(tag), around.holder(tag)
        if holder.subject is None and key not in book.nobodys:
            book.nobodys[key] = t_ms
            spot = around.spot(tag)
            area = around.area_at(spot.x, spot.y, spot.floor) if spot else None
            where = wording.place(area, *((spot.x, spot.y, spot.floor) if spot else (None,) * 3))
            title = f"标签未绑定 · {holder.number}"
            text = f"出现在 {where}，没有发放给任何人"
            condition = f"tag_unassigned:{tag}"
            said.orders.append(
                _plain_raise(around, condition, "tag_unassigned", holder, title, text, {}, t_ms)
            )
    for key in [k for k in book.nobodys if around.holder(UUID(k)).subject is not None]:
        del book.nobodys[key]
        said.orders.append(Order(RETURN, f"tag_unassigned:{key}", now_ms))
    return said


def _plain_raise(
    around: Around, condition: str, kind: str, holder: Holder, title: str, text: str,
    inputs: dict[str, int], onset_ms: int,
) -> Order:  # fmt: skip
    """An alarm about a device: where it is, but no picture of the scene."""
    spot = around.spot(holder.tag)
    area = around.area_at(spot.x, spot.y, spot.floor) if spot else None
    place = {"x_m": spot.x, "y_m": spot.y, "floor": spot.floor} if spot else {}
    return Order(
        do=RAISE,
        condition=condition,
        at_ms=onset_ms,
        kind=kind,
        alarm_id=str(uuid_of(condition, onset_ms)),
        title=title,
        text=text,
        place={**place, "area": str(area.area) if area else None},
        people=around.rows([holder.tag]),
        rule=kind,
        rule_version=VERSION,
        inputs=dict(inputs),
    )


def lasting(book: Book, now_ms: int) -> Said:
    """Crossings that were not ended within thirty seconds become events."""
    said = Said()
    for condition, one in book.of_rule(*CROSSINGS):
        if not one.is_event and now_ms - one.onset_ms > EVENT_AFTER_MS:
            one.is_event = True
            one.inputs = {**one.inputs, "is_event": True, "event_ms": now_ms}
            text = f"{one.text}；超过 30 秒未消除，记为越界事件"
            said.orders.append(Order(UPDATE, condition, now_ms, text=text, inputs=one.inputs))
    return said


def recounted(book: Book, around: Around) -> Said:
    """Zones with too many or too few whose number has changed since it was told."""
    said = Said()
    for condition, one in book.of_rule("over_count", "under_count"):
        if around.now_ms - one.told_ms < UPDATE_EVERY_MS:
            continue
        inside = around.inside(UUID(one.zone))
        if len(inside) != one.count:
            one.count, one.told_ms = len(inside), around.now_ms
            said.orders.append(_new_count(around, condition, one, inside))
    return said


def _new_count(around: Around, condition: str, one: Standing, inside: list[UUID]) -> Order:
    zones = {zone.id: zone for zone in around.plant.config.zones}
    zone = zones.get(UUID(one.zone))
    text = f"{len(inside)} 人"
    if zone and one.rule == "over_count" and zone.over_limit is not None:
        people = [around.holder(tag) for tag in inside]
        text = wording.over_count(len(inside), zone.over_limit, people)
    elif zone and zone.under_limit is not None:
        text = f"{len(inside)} 人，至少 {zone.under_limit} 人"
    return Order(UPDATE, condition, around.now_ms, text=text, people=around.rows(inside))
