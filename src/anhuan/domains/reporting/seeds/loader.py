"""Reading the tables; a file that is wrong is named with everything that is wrong in it."""

from collections.abc import Iterator, Mapping
from datetime import time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from anhuan.domains.reporting.rules.tables import TYPES, Field, Table

FOLDER = Path(__file__).parent / "tables"
_EVERY = {
    "P1D": timedelta(days=1), "PT1H": timedelta(hours=1), "PT10M": timedelta(minutes=10),
    "PT20S": timedelta(seconds=20), "realtime": None,
}  # fmt: skip
_TABLE = {
    "id", "name", "law", "system", "rank", "every", "before", "key", "deleted", "is_chain",
    "is_snapshot", "page", "wire", "fields",
}  # fmt: skip
_FIELD = {
    "nr", "key", "label", "type", "required", "length", "decimals", "codes", "when", "unless",
    "pattern", "within", "parent", "parent_key", "inside", "formats", "max_bytes", "printed",
    "is_private",
}  # fmt: skip


class BadTables(ValueError):
    """All faults of all files."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@lru_cache(maxsize=1)
def tables() -> Mapping[str, Table]:
    """Every table by its id, in the order they are sent."""
    return load(FOLDER)


def load(folder: Path) -> Mapping[str, Table]:
    """The tables of a folder; `BadTables` with every fault."""
    given = {path.name: _read(path) for path in sorted(folder.glob("*.yaml"))}
    faults = [f"{name}: {fault}" for name, one in given.items() for fault in table_faults(one)]
    if not faults:
        found = sorted((_table(one) for one in given.values()), key=lambda one: one.rank)
        ready = {one.id: one for one in found}
        faults = [*_twice(given), *_lost_parents(ready)]
        if not faults:
            return ready
    raise BadTables(faults)


def _read(path: Path) -> Any:
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        return {"unreadable": str(error)}


def table_faults(given: Any) -> Iterator[str]:
    """What is wrong with one file."""
    if not isinstance(given, Mapping):
        yield "不是一张表"
        return
    for key in sorted(set(given) - _TABLE):
        yield f"不认识的项 {key}"
    for key in ("id", "name", "law", "system", "rank", "key", "fields"):
        if not given.get(key):
            yield f"缺 {key}"
    if ("every" in given) == ("before" in given):
        yield "every 和 before 要且只要一个"
    if given.get("every", "realtime") not in _EVERY:
        yield f"不认识的频率 {given['every']}"
    found = given.get("fields")
    columns: list[Any] = found if isinstance(found, list) else []
    for number, one in enumerate(columns, 1):
        yield from (f"第 {number} 个字段：{fault}" for fault in _field_faults(one))
    yield from _reference_faults(given, columns)


def _field_faults(one: Any) -> Iterator[str]:
    if not isinstance(one, Mapping):
        yield "不是字段"
        return
    for key in sorted(set(one) - _FIELD):
        yield f"不认识的项 {key}"
    for key in ("nr", "key", "label", "type"):
        if not one.get(key):
            yield f"缺 {key}"
    if one.get("type") not in TYPES:
        yield f"不认识的类型 {one.get('type')}"
    if one.get("required", None) not in (True, False, None):
        yield "required 只能是 true、false 或 ~"


def _reference_faults(given: Mapping[str, Any], columns: list[Any]) -> Iterator[str]:
    keys = [str(one.get("key")) for one in columns if isinstance(one, Mapping)]
    yield from (f"字段 {key} 写了两次" for key in sorted({k for k in keys if keys.count(k) > 1}))
    named = [*(given.get("key") or []), given.get("deleted")]
    for one in columns:
        if isinstance(one, Mapping):
            conditions = {**(one.get("when") or {}), **(one.get("unless") or {})}
            named += [*conditions, one.get("within"), one.get("inside")]
    for key in dict.fromkeys(key for key in named if key):
        if key not in keys:
            yield f"没有字段 {key}"


def _twice(given: Mapping[str, Any]) -> Iterator[str]:
    ids = [one["id"] for one in given.values()]
    yield from (f"{one} 有两张" for one in sorted({i for i in ids if ids.count(i) > 1}))


def _lost_parents(ready: Mapping[str, Table]) -> Iterator[str]:
    for table in ready.values():
        for column in table.fields:
            above = ready.get(column.parent)
            if column.parent and above is None:
                yield f"{table.id}.{column.key} 指向没有的表 {column.parent}"
            elif above and above.rank >= table.rank:
                yield f"{table.id} 应排在 {above.id} 之后"


def _table(given: Mapping[str, Any]) -> Table:
    hour = given.get("before")
    return Table(
        id=given["id"], name=given["name"], law=given["law"], system=given["system"],
        rank=given["rank"], key=tuple(given["key"]),
        fields=tuple(_field(one) for one in given["fields"]),
        every=_EVERY[given.get("every", "realtime")],
        before=time.fromisoformat(hour) if hour else None, deleted=given.get("deleted", ""),
        is_chain=given.get("is_chain", False), is_snapshot=given.get("is_snapshot", False),
        page=given.get("page", ""), wire=given.get("wire", ""),
    )  # fmt: skip


def _field(given: Mapping[str, Any]) -> Field:
    plain = {
        key: value for key, value in given.items()
        if key not in ("required", "codes", "when", "unless", "formats")
    }  # fmt: skip
    return Field(
        **plain, is_required=given.get("required"), codes=dict(given.get("codes") or {}),
        when=_condition(given.get("when")), unless=_condition(given.get("unless")),
        formats=tuple(given.get("formats") or ()),
    )  # fmt: skip


def _condition(given: Mapping[str, Any] | None) -> dict[str, tuple[str, ...]]:
    return {key: tuple(str(one) for one in values) for key, values in (given or {}).items()}
