"""The rows that are there when a pipe starts, in the order of their keys; after a kill it goes on.

A position is "copy:NUMBER:KEY": which table, and the last key of it that is in the outbox.
"""

import json
from collections.abc import Callable, Iterator

from anhuan.exchange.adapters.contract import Portion
from anhuan.exchange.core.definition import Pipe, Table
from anhuan.exchange.core.drafting import Change
from anhuan.exchange.core.drift import Described
from anhuan.exchange.core.envelope import Op
from anhuan.exchange.core.paging import FIRST_ROWS, Row, next_most

PREFIX = "copy:"
Rows = Callable[[Described, list[str] | None, int], list[Row]]


def copied(
    pipe: Pipe, position: str | None, describe: Callable[[Table], Described], rows_behind: Rows
) -> Iterator[Portion]:
    """Portions from a position on, to the last row of the last table."""
    number, after = _read(position)
    for at in range(number, len(pipe.tables)):
        one = pipe.tables[at]
        found = describe(one)
        schema = found.schema
        if after is None:
            told = Change(Op.SCHEMA, one.name, {}, (), schema, tuple(found.columns))
            yield Portion([told], f"{PREFIX}{at}:")
        most = FIRST_ROWS
        while rows := rows_behind(found, after, most):
            most = next_most(most, rows)
            after = [str(rows[-1][name]) for name in found.key]
            changes = [Change(Op.INSERT, one.name, row, found.key, schema) for row in rows]
            yield Portion(changes, f"{PREFIX}{at}:{json.dumps(after)}")
        after = None
    yield Portion([], f"{PREFIX}{len(pipe.tables)}:")


def _read(position: str | None) -> tuple[int, list[str] | None]:
    if not position:
        return 0, None
    number, _, key = position.removeprefix(PREFIX).partition(":")
    return int(number), json.loads(key) if key else None
