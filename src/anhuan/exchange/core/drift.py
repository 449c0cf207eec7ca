"""Columns of a table: their id, and what a change of them means for a pipe that runs."""

from dataclasses import dataclass

import orjson

from anhuan.kernel.digest import sm3_hex


@dataclass(frozen=True, slots=True)
class Column:
    """A column as its database names it. `type`: "numeric(12,3)", "uuid" …"""

    name: str
    type: str
    is_key: bool = False


@dataclass(frozen=True, slots=True)
class Drift:
    """What is not as it was."""

    added: list[str]
    dropped: list[str]
    retyped: list[str]
    key_changed: bool

    @property
    def is_harmless(self) -> bool:
        """New columns are left out or passed on; everything else stops that table alone."""
        return not (self.dropped or self.retyped or self.key_changed)

    @property
    def text(self) -> str:
        """One sentence for people."""
        parts = [
            ("新增列", self.added),
            ("缺少列", self.dropped),
            ("类型改变", self.retyped),
            ("主键改变", [""] if self.key_changed else []),
        ]
        told = "；".join(f"{word} {'、'.join(names)}".strip() for word, names in parts if names)
        return told or "没有变化"


@dataclass(frozen=True, slots=True)
class Described:
    """A table. `key` in the primary key's order; `columns` without generated ones."""

    name: str
    columns: list[Column]
    key: tuple[str, ...]

    @property
    def schema(self) -> str:
        """The id of these columns."""
        return schema_id(self.name, self.columns)

    @property
    def types(self) -> dict[str, str]:
        """Type by column."""
        return {column.name: column.type for column in self.columns}


def schema_id(table: str, columns: list[Column]) -> str:
    """16 hex digits that stand for a table with exactly these columns."""
    said = [[column.name, column.type, column.is_key] for column in columns]
    return sm3_hex(orjson.dumps([table, said]))[:16]


def compare(known: list[Column], found: list[Column]) -> Drift:
    """What changed between two readings of a table's columns."""
    before = {column.name: column for column in known}
    after = {column.name: column for column in found}
    return Drift(
        added=[name for name in after if name not in before],
        dropped=[name for name in before if name not in after],
        retyped=[
            name for name in before if name in after and before[name].type != after[name].type
        ],
        key_changed=_key(known) != _key(found),
    )


def _key(columns: list[Column]) -> list[str]:
    return [column.name for column in columns if column.is_key]


def encode(columns: list[Column]) -> bytes:
    """The body of a SCHEMA message."""
    return orjson.dumps([[column.name, column.type, column.is_key] for column in columns])


def decode(body: bytes) -> list[Column]:
    """The columns of a SCHEMA message."""
    return [Column(name, kind, bool(is_key)) for name, kind, is_key in orjson.loads(body)]
