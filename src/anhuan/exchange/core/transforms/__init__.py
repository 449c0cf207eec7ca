"""Transforms: a row in, rows out. Pure; keys of ciphers are handed in by name.

A definition's list is compiled once; each step is a function `Row, Keys -> rows`. What cannot be
done to a row raises `Unfit` with the reason, and the row becomes a dead letter: never a guess.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from anhuan.exchange.core.definition.faults import Look
from anhuan.exchange.core.transforms import ciphers, fields, rows, values
from anhuan.exchange.core.transforms.unfit import Unfit

__all__ = ["Chain", "Keys", "Row", "Unfit", "read_chain"]

Row = dict[str, Any]
Keys = Mapping[str, bytes]
Step = Callable[[Row, Keys], list[Row]]

READERS: dict[str, Callable[[Look], Step]] = {
    "rename": fields.read_rename,
    "keep": fields.read_keep,
    "drop": fields.read_drop,
    "default": fields.read_default,
    "convert": values.read_convert,
    "unit": values.read_unit,
    "codes": values.read_codes,
    "mask": values.read_mask,
    "filter": rows.read_filter,
    "split": rows.read_split,
    "explode": rows.read_explode,
    "merge": rows.read_merge,
    "checksum": ciphers.read_checksum,
    "verify": ciphers.read_verify,
    "encrypt": ciphers.read_encrypt,
    "decrypt": ciphers.read_decrypt,
}


@dataclass(frozen=True, slots=True)
class Chain:
    """Steps in order. `names` are for people and for the column names of `renamed`."""

    steps: tuple[Step, ...] = ()
    names: tuple[str, ...] = ()
    renames: tuple[Mapping[str, str], ...] = ()

    def apply(self, row: Row, keys: Keys) -> list[Row]:
        """The rows this one becomes; none when it is filtered out. Raises `Unfit`."""
        found = [row]
        for step in self.steps:
            if len(found) == 1:  # nearly always
                found = step(found[0], keys)
            else:
                found = [out for one in found for out in step(one, keys)]
        return found

    def renamed(self, name: str) -> str:
        """What a column is called at the end."""
        for mapping in self.renames:
            name = mapping.get(name, name)
        return name

    def key_row(self, row: Row) -> Row:
        """Columns of a key as they are called at the end; their values are never transformed."""
        return {self.renamed(name): value for name, value in row.items()}

    @property
    def is_multiplying(self) -> bool:
        """Can a row become several? Then its old ones go before the new ones come."""
        return "explode" in self.names

    @property
    def is_plain(self) -> bool:
        """Do rows only change names and lose columns? Then SQL on both sides can compare them."""
        return set(self.names) <= {"rename", "keep", "drop"}


def read_chain(items: Sequence[Look]) -> Chain:
    """The steps of a definition; faults go to the look."""
    steps, names, renames = [], [], []
    for item in items:
        if not isinstance(item.value, dict) or len(item.value) != 1:
            item.fault("one_step", "每一步写一个变换，如 - rename: {a: b}")
            continue
        name = str(next(iter(item.value)))
        if name not in READERS:
            item.fault("unknown_step", f"没有变换 {name}，可用：{'、'.join(READERS)}")
            continue
        steps.append(READERS[name](item.at(name)))
        names.append(name)
        if name == "rename" and isinstance(item.value[name], dict):
            renames.append(item.value[name])
    return Chain(tuple(steps), tuple(names), tuple(renames))
