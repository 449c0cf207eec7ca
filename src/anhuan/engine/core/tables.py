"""Tables as named tuples of equally long columns: picking, joining and making them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Table = TypeVar("Table", bound=tuple[Any, ...])
Ints = NDArray[np.int64]


def pick(table: Table, index: NDArray[Any] | slice) -> Table:
    """The rows at `index` (mask, numbers or slice)."""
    return type(table)(*(column[index] for column in table))


def join(tables: Sequence[Table]) -> Table:
    """The rows of one or more tables, one below the other."""
    columns = zip(*tables, strict=True)
    return type(tables[0])(*(np.concatenate(parts) for parts in columns))


def blank(kind: type[Table], rows: int = 0) -> Table:
    """A table of `kind`, its columns annotated Ints or Floats, with `rows` rows of anything."""
    names = [getattr(hint, "__forward_arg__", hint) for hint in kind.__annotations__.values()]
    return kind(*(np.empty(rows, np.int64 if name == "Ints" else np.float64) for name in names))


def copy_rows(old: Table, fresh: Table, row_from: Ints) -> Table:
    """`fresh` with row i taken from old row row_from[i], where that is not -1."""
    known = row_from >= 0
    for into, source in zip(fresh, old, strict=True):
        into[known] = source[row_from[known]]
    return fresh
