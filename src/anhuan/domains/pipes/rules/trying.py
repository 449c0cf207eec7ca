"""A transform tried on a sample row; nothing is written anywhere."""

from dataclasses import dataclass, field
from typing import Any

import orjson

from anhuan.exchange.core.definition import Pipe, Receive
from anhuan.exchange.core.drafting import Burial, Change, Drafter
from anhuan.exchange.core.envelope import Op
from anhuan.exchange.core.transforms import Unfit


@dataclass(frozen=True, slots=True)
class Tried:
    """What becomes of the row. `made`: route, operation, key, row."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    made: list[tuple[str, str, str, str]] = field(default_factory=list)
    reason: str = ""


def tried(definition: Pipe | Receive, table: str, row: dict[str, Any]) -> Tried:
    """Transforms and routes of a pipe. Keys of ciphers stay on the node: a step that needs one
    says so, as it would of a key that is lacking there."""
    if isinstance(definition, Receive):
        return Tried(reason="接收定义没有变换")
    key = next((one.key for one in definition.tables if one.name == table), ())
    try:
        rows = definition.transforms.apply(dict(row), {})
    except Unfit as unfit:
        return Tried(reason=f"{unfit}。这样的数据会进入死信")
    change = Change(Op.UPDATE, table, dict(row), key or tuple(list(row)[:1]))
    made = [
        (one[0], one[1].op.value, one[1].key, one[1].body.decode())
        for one in Drafter(definition, {}).of(change)
        if not isinstance(one, Burial)
    ]
    return Tried(rows, made)


def row_of(text: str) -> dict[str, Any]:
    """A sample as typed. Raises ValueError with a sentence."""
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise ValueError(f"样例不是有效的 JSON：第 {error.lineno} 行 {error.msg}") from error
    if not isinstance(found, dict):
        raise ValueError('样例请写一行数据，如 {"id": 1}')
    return found
