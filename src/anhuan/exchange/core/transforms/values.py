"""Values: types, units, codes and masks."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation
from typing import Any

from anhuan.exchange.core.definition.faults import Look
from anhuan.exchange.core.transforms.unfit import Unfit

Row = dict[str, Any]
Step = Callable[[Row, Mapping[str, bytes]], list[Row]]
TYPES = ("text", "integer", "number", "boolean", "datetime", "date")
TRUE, FALSE = frozenset({"true", "t", "1", "yes", "是"}), frozenset({"false", "f", "0", "no", "否"})
CHINA = timezone(timedelta(hours=8))

# (from, to): factor and offset, y = x * factor + offset. Exact decimals.
UNITS = {
    ("MPa", "kPa"): (Decimal(1000), Decimal(0)),
    ("kPa", "MPa"): (Decimal("0.001"), Decimal(0)),
    ("bar", "MPa"): (Decimal("0.1"), Decimal(0)),
    ("Pa", "kPa"): (Decimal("0.001"), Decimal(0)),
    ("m", "mm"): (Decimal(1000), Decimal(0)),
    ("mm", "m"): (Decimal("0.001"), Decimal(0)),
    ("m/s", "km/h"): (Decimal("3.6"), Decimal(0)),
    ("K", "°C"): (Decimal(1), Decimal("-273.15")),
    ("°C", "K"): (Decimal(1), Decimal("273.15")),
    ("kg", "t"): (Decimal("0.001"), Decimal(0)),
    ("t", "kg"): (Decimal(1000), Decimal(0)),
    ("min", "s"): (Decimal(60), Decimal(0)),
    ("ratio", "%"): (Decimal(100), Decimal(0)),
}


def read_convert(look: Look) -> Step:
    """`convert: {field: a, to: datetime, format: "%Y-%m-%d %H:%M:%S", zone: "+08:00"}`.

    `format` is how a time is written in the end; it is read as ISO 8601, without zone as UTC+8.
    """
    look.only("field", "to", "format", "digits")
    name, kind = look.text("field"), look.choice("to", TYPES)
    pattern = look.text("format", "")

    def convert(row: Row, keys: Mapping[str, bytes]) -> list[Row]:
        if row.get(name) is None:
            return [row]
        try:
            return [row | {name: _converted(row[name], kind, pattern)}]
        except (ValueError, InvalidOperation) as error:
            text = f"{name} 的值 {row[name]!r} 不能转换为 {kind}"
            raise Unfit("not_convertible", text) from error

    return convert


def _converted(value: Any, kind: str, pattern: str) -> Any:
    if kind == "text":
        return str(value)
    if kind == "integer":
        return _integer(value)
    if kind == "number":
        return plain(Decimal(str(value)))
    if kind == "boolean":
        return _boolean(value)
    moment = datetime.fromisoformat(str(value))
    moment = moment if moment.tzinfo else moment.replace(tzinfo=CHINA)
    if kind == "date":
        return moment.astimezone(CHINA).strftime(pattern or "%Y-%m-%d")
    return (
        moment.astimezone(CHINA).strftime(pattern)
        if pattern
        else moment.astimezone(UTC).isoformat()
    )


def _integer(value: Any) -> int:
    number = Decimal(str(value))
    if number != number.to_integral_value():
        raise ValueError("not whole")
    return int(number)


def _boolean(value: Any) -> bool:
    word = str(value).strip().lower()
    if word in TRUE or word in FALSE:
        return word in TRUE
    raise ValueError("neither true nor false")


def plain(number: Decimal) -> str:
    """A decimal as digits without exponent or trailing zeros: nothing is rounded."""
    if not number.is_finite():
        raise ValueError("not finite")
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def read_unit(look: Look) -> Step:
    """`unit: {field: p, from: MPa, to: kPa}`; exact."""
    look.only("field", "from", "to")
    name, pair = look.text("field"), (look.text("from"), look.text("to"))
    if pair not in UNITS:
        known = "、".join(f"{a}→{b}" for a, b in UNITS)
        look.fault("unknown_unit", f"不能换算 {pair[0]}→{pair[1]}，可用：{known}")
    factor, offset = UNITS.get(pair, (Decimal(1), Decimal(0)))

    def change(row: Row, keys: Mapping[str, bytes]) -> list[Row]:
        if row.get(name) is None:
            return [row]
        try:
            return [row | {name: plain(Decimal(str(row[name])) * factor + offset)}]
        except (InvalidOperation, ValueError) as error:
            raise Unfit("not_a_number", f"{name} 的值 {row[name]!r} 不是数字") from error

    return change


def read_codes(look: Look) -> Step:
    """`codes: {field: a, map: {x: "1"}, otherwise: "9"}`; a strange code without it is unfit."""
    look.only("field", "map", "otherwise")
    name, table = look.text("field"), {str(k): v for k, v in look.mapping("map").items()}
    has_other, other = "otherwise" in (look.value or {}), look.at("otherwise").value
    if not table:
        look.at("map").fault("mapping_wanted", "请写 原代码: 新代码")

    def code(row: Row, keys: Mapping[str, bytes]) -> list[Row]:
        value = row.get(name)
        if value is None:
            return [row]
        if str(value) not in table and not has_other:
            raise Unfit("unknown_code", f"{name} 的代码 {value!r} 没有对应关系，请补充代码表")
        return [row | {name: table.get(str(value), other)}]

    return code


def read_mask(look: Look) -> Step:
    """`mask: {field: phone, keep_first: 3, keep_last: 4}`: the rest becomes asterisks."""
    look.only("field", "keep_first", "keep_last")
    name = look.text("field")
    first, last = look.number("keep_first", 0, 0, 64), look.number("keep_last", 0, 0, 64)

    def mask(row: Row, keys: Mapping[str, bytes]) -> list[Row]:
        value = row.get(name)
        return [row] if value is None else [row | {name: masked(str(value), first, last)}]

    return mask


def masked(text: str, first: int, last: int) -> str:
    """A text too short to hide anything between its ends is hidden whole."""
    if len(text) <= first + last:
        return "*" * len(text)
    return text[:first] + "*" * (len(text) - first - last) + text[len(text) - last :]
