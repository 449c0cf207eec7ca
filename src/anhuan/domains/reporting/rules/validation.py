"""What is wrong with a row before it goes: every fault named, none of them sent."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from math import isfinite
from typing import Any

from anhuan.domains.reporting.rules.options import Options
from anhuan.domains.reporting.rules.tables import Field, Table, must_have
from anhuan.domains.reporting.rules.values import read_moment


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one column. `code`: missing, long, number, time, date, code, format,
    within, decimals, file."""

    key: str
    label: str
    code: str
    text: str

    def as_json(self) -> dict[str, str]:
        """For the row and the API."""
        return asdict(self)


def faults_of(table: Table, row: Mapping[str, Any], options: Options) -> list[Fault]:
    """All of them, in the order of the columns; empty: the row may go."""
    found: list[Fault] = []
    for column in table.columns:
        value = row.get(column.key)
        if value is None or value == []:
            if must_have(column, row, strictly=options.is_strict):
                found.append(_fault(column, "missing", "为空，补齐后才能上报"))
        elif column.type == "array":
            found += _lines(table, column, value, options)
        else:
            found += [_fault(column, *one) for one in _problems(column, value, row, options)]
    return found


def _lines(table: Table, column: Field, lines: Any, options: Options) -> Iterator[Fault]:
    for number, line in enumerate(lines, 1):
        for part in table.parts(column.key):
            value = line.get(part.key)
            if value is None:
                problems = [("missing", "为空")] if must_have(part, line) else []
            else:
                problems = list(_problems(part, value, line, options))
            for code, text in problems:
                yield _fault(part, code, f"第 {number} 行{text}")


def _fault(column: Field, code: str, text: str) -> Fault:
    return Fault(column.key, column.label, code, f"{column.label}（{column.key}）{text}")


def _problems(
    column: Field, value: Any, row: Mapping[str, Any], options: Options
) -> Iterator[tuple[str, str]]:
    yield from _CHECKS[column.type](column, value, options)
    if column.codes and str(value) not in column.codes:
        known = "、".join(f"{code} {word}" for code, word in list(column.codes.items())[:12])
        yield "code", f"的值“{str(value)[:20]}”不在编码表内（{known}）"
    if column.pattern and not re.fullmatch(column.pattern, str(value)):
        yield "format", f"的值“{str(value)[:40]}”不符合规定的编码格式"
    if column.within and not str(value).startswith(f"{row.get(column.within)}-"):
        yield "within", f"的值“{value}”与上级编码“{row.get(column.within)}”不一致"


def _text(column: Field, value: Any, options: Options) -> Iterator[tuple[str, str]]:
    text = str(value)
    long = len(text.encode()) if options.length_in_bytes else len(text)
    if column.length and long > column.length:
        unit = "字节" if options.length_in_bytes else "字"
        yield "long", f"有 {long} {unit}，超过 {column.length} {unit}"


def _number(column: Field, value: Any, options: Options) -> Iterator[tuple[str, str]]:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        yield "number", f"的值“{str(value)[:20]}”不是数字"
        return
    number = Decimal(str(value)).normalize()
    digits, exponent = number.as_tuple().digits, int(number.as_tuple().exponent)
    whole = max(len(digits) + exponent, 0)
    if column.length and whole > column.length - column.decimals:
        yield "long", f"的值 {value} 超过 {column.length - column.decimals} 位整数"
    if column.decimals and -exponent > column.decimals:
        yield "decimals", f"的值 {value} 小数超过 {column.decimals} 位"


def _moment(column: Field, value: Any, options: Options) -> Iterator[tuple[str, str]]:
    if read_moment(value) is None:
        yield "time", f"的值“{str(value)[:30]}”不是日期时间"


def _date(column: Field, value: Any, options: Options) -> Iterator[tuple[str, str]]:
    try:
        date.fromisoformat(value)
    except (TypeError, ValueError):
        yield "date", f"的值“{str(value)[:30]}”不是日期"


def _file(column: Field, value: Any, options: Options) -> Iterator[tuple[str, str]]:
    if not isinstance(value, Mapping) or not value.get("sm3"):
        yield "file", "不是文件"
        return
    ending = str(value.get("name", "")).rpartition(".")[2].lower()
    if column.formats and ending not in column.formats:
        yield "file", f"的格式“{ending}”不在 {'、'.join(column.formats)} 之内"
    if column.max_bytes and int(value.get("bytes", 0)) > column.max_bytes:
        yield "file", f"超过 {column.max_bytes // 1024 // 1024} MB"


_CHECKS = {
    "string": _text, "text": _text, "number": _number, "datetime": _moment, "date": _date,
    "file": _file,
}  # fmt: skip
