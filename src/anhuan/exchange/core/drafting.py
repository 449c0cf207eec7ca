"""From what a source saw to the messages of each route."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from anhuan.exchange.core import drift
from anhuan.exchange.core.definition import Pipe, Route
from anhuan.exchange.core.drift import Column
from anhuan.exchange.core.envelope import LARGEST_BODY, Draft, Envelope, Op, key_text
from anhuan.exchange.core.transforms import Unfit

Row = dict[str, Any]
SHORT = 4096  # characters of a value that a dead letter keeps of a row no message can hold


@dataclass(frozen=True, slots=True)
class Change:
    """One thing a source saw. `row`: whole, or the key alone of a DELETE; `key`: its columns."""

    op: Op
    table: str
    row: Row
    key: tuple[str, ...] = ()
    schema: str = ""
    columns: tuple[Column, ...] = ()  # of a SCHEMA


@dataclass(frozen=True, slots=True)
class Burial:
    """A change no message could be made of. `draft` is the row before the transforms."""

    draft: Draft
    code: str
    reason: str


Drafted = tuple[str, Draft] | Burial  # (route, message)


def drafted(pipe: Pipe, change: Change, keys: Mapping[str, bytes]) -> Iterator[Drafted]:
    """The messages of one change, route by route."""
    if change.op in (Op.SCHEMA, Op.TRUNCATE):
        body = drift.encode(list(change.columns)) if change.op is Op.SCHEMA else b""
        draft = Draft(change.op, pipe.target_of(change.table), change.schema, "", body)
        yield from ((pipe.route_name(route), draft) for route in pipe.routes)
    elif change.op is Op.DELETE:
        yield from _to_all(pipe, _gone(pipe, change))
    else:
        try:
            rows = pipe.transforms.apply(change.row, keys)
        except Unfit as unfit:
            yield Burial(raw(change), unfit.code, str(unfit))
            return
        yield from _rows(pipe, change, rows)


def raw(change: Change) -> Draft:
    """The change as it is, for the dead letters: it can be edited and tried again. Of a row that
    no message can hold, its long values are left out."""
    body = _json(change.row)
    if len(body) > LARGEST_BODY:
        body = _json({name: one for name, one in change.row.items() if len(str(one)) <= SHORT})
    return Draft(change.op, change.table, change.schema, place_of(change), body)


def place_of(change: Change) -> str:
    """Which row of a source it is about: its key by name, as JSON."""
    return orjson.dumps({name: change.row.get(name) for name in change.key}).decode()


def unburied(draft: Envelope, body: bytes | None) -> Change:
    """A dead letter as a change again, with another row if it was edited. Raises ValueError."""
    row = orjson.loads(draft.body if body is None else body)
    if not isinstance(row, dict):
        raise ValueError("请填写一行数据（JSON 对象）")
    return Change(draft.op, draft.table, row, tuple(orjson.loads(draft.key)), draft.schema)


def _rows(pipe: Pipe, change: Change, rows: list[Row]) -> Iterator[Drafted]:
    """A row that no longer passes the filter or the route's condition is gone over there."""
    if not rows or pipe.transforms.is_multiplying:
        yield from _to_all(pipe, _gone(pipe, change))
    for number, row in enumerate(rows):
        draft = _there(pipe, change, row, number if len(rows) > 1 else None)
        if len(draft.body) > LARGEST_BODY:
            yield Burial(raw(change), "too_large", _too_large(row, len(draft.body)))
            return
        for route in pipe.routes:
            if _takes(route, row):
                yield pipe.route_name(route), draft
            elif change.op is Op.UPDATE:
                yield pipe.route_name(route), _gone(pipe, change)


def _too_large(row: Row, size: int) -> str:
    longest = max(row, key=lambda name: len(str(row[name])))
    return (
        f"该行有 {size / 1e6:.1f} MB，一条消息最多 {LARGEST_BODY >> 20} MB；最长的列是 {longest}，"
        "请用 drop 去掉该列，大文件走文件通道（死信中未保留过长的值）"
    )


def _takes(route: Route, row: Row) -> bool:
    return route.when is None or route.when.holds(row)


def _to_all(pipe: Pipe, draft: Draft) -> Iterator[Drafted]:
    for route in pipe.routes:
        yield pipe.route_name(route), draft


def _there(pipe: Pipe, change: Change, row: Row, number: int | None) -> Draft:
    values = [change.row.get(name) for name in change.key]
    key = key_text(values if number is None else [*values, number])
    return Draft(change.op, pipe.target_of(change.table), change.schema, key, _json(row))


def _gone(pipe: Pipe, change: Change) -> Draft:
    values = {name: change.row.get(name) for name in change.key}
    body = _json(pipe.transforms.key_row(values))
    table = pipe.target_of(change.table)
    return Draft(Op.DELETE, table, change.schema, key_text(values.values()), body)


def _json(row: Row) -> bytes:
    return orjson.dumps(row, default=str)
