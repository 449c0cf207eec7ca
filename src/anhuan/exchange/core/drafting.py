"""From what a source saw to the messages of each route."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import orjson

from anhuan.exchange.core import drift
from anhuan.exchange.core.definition import Pipe
from anhuan.exchange.core.drift import Column
from anhuan.exchange.core.envelope import LARGEST_BODY, Draft, Envelope, Op, key_text
from anhuan.exchange.core.transforms import Unfit

Row = dict[str, Any]
SHORT = 4096  # characters of a value that a dead letter keeps of a row no message can hold


class Change(NamedTuple):
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


class Drafter:
    """Makes the messages of a pipe's changes. Names are put together once, not for each change."""

    def __init__(self, pipe: Pipe, keys: Mapping[str, bytes]) -> None:
        self._chain, self._keys = pipe.transforms, keys
        self._is_multiplying = pipe.transforms.is_multiplying
        self._routes = [(pipe.route_name(route), route.when) for route in pipe.routes]
        self._targets = {one.name: pipe.target_of(one.name) for one in pipe.tables}

    def of(self, change: Change) -> list[Drafted]:
        """The messages of one change, route by route."""
        if change.op in (Op.SCHEMA, Op.TRUNCATE):
            body = drift.encode(list(change.columns)) if change.op is Op.SCHEMA else b""
            target = self._target_of(change)
            return self._to_all(Draft(change.op, target, change.schema, "", body))
        if change.op is Op.DELETE:
            return self._to_all(self._gone(change))
        try:
            rows = self._chain.apply(change.row, self._keys)
        except Unfit as unfit:
            return [Burial(raw(change), unfit.code, str(unfit))]
        return self._rows(change, rows)

    def _rows(self, change: Change, rows: list[Row]) -> list[Drafted]:
        """A row that no longer passes the filter or the route's condition is gone over there."""
        out: list[Drafted] = []
        if not rows or self._is_multiplying:
            out += self._to_all(self._gone(change))
        for number, row in enumerate(rows):
            draft = self._there(change, row, number if len(rows) > 1 else None)
            if len(draft.body) > LARGEST_BODY:
                out.append(Burial(raw(change), "too_large", _too_large(row, len(draft.body))))
                return out
            for name, when in self._routes:
                if when is None or when.holds(row):
                    out.append((name, draft))
                elif change.op is Op.UPDATE:
                    out.append((name, self._gone(change)))
        return out

    def _to_all(self, draft: Draft) -> list[Drafted]:
        return [(name, draft) for name, _ in self._routes]

    def _there(self, change: Change, row: Row, number: int | None) -> Draft:
        values = [change.row.get(name) for name in change.key]
        key = key_text(values if number is None else [*values, number])
        return Draft(change.op, self._target_of(change), change.schema, key, _json(row))

    def _gone(self, change: Change) -> Draft:
        values = {name: change.row.get(name) for name in change.key}
        body, key = _json(self._chain.key_row(values)), key_text(values.values())
        return Draft(Op.DELETE, self._target_of(change), change.schema, key, body)

    def _target_of(self, change: Change) -> str:
        return self._targets.get(change.table, change.table)


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


def _too_large(row: Row, size: int) -> str:
    longest = max(row, key=lambda name: len(str(row[name])))
    return (
        f"该行有 {size / 1e6:.1f} MB，一条消息最多 {LARGEST_BODY >> 20} MB；最长的列是 {longest}，"
        "请用 drop 去掉该列，大文件走文件通道（死信中未保留过长的值）"
    )


def _json(row: Row) -> bytes:
    return orjson.dumps(row, default=str)
