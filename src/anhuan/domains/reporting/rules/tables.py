"""What a table of the law is: its columns, how often it goes, what a row is known by."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta

TYPES = ("string", "text", "number", "date", "datetime", "file", "array")
ANY = "*"  # in a condition: whatever, as long as it is there
Condition = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Field:
    """One column. `is_required` None: the law leaves the cell blank."""

    nr: int  # as printed: numbers may jump
    key: str  # exactly as printed, case and all
    label: str
    type: str
    is_required: bool | None = None
    length: int = 0  # characters, for numbers digits; 0: the law names none
    decimals: int = 0
    codes: Mapping[str, str] = field(default_factory=dict)
    when: Condition = field(default_factory=dict)  # required only then
    unless: Condition = field(default_factory=dict)  # and not then
    pattern: str = ""
    within: str = ""  # the code begins with that of this column: 2-1 lies within 2
    parent: str = ""  # the table whose row it names
    parent_key: str = ""  # by this column of it; empty: by its key
    inside: str = ""  # the array column it is a part of
    formats: tuple[str, ...] = ()  # of a file
    max_bytes: int = 0
    printed: str = ""  # the type as printed, where it differs from ours
    is_private: bool = False  # never shown in full on pages

    def default_requirement(self) -> bool:
        """Whether it must have a value when no condition speaks."""
        return bool(self.is_required)


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it is to be sent."""

    id: str
    name: str
    law: str
    system: str
    rank: int  # lower goes first: the referred before the referring
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    every: timedelta | None = None  # None: at once
    before: time | None = None  # once a day before this hour of the plant, changes at once
    deleted: str = ""  # the column that says deleted; rows are never taken away
    is_chain: bool = False  # every version goes, the later never before the earlier
    is_snapshot: bool = False  # only the newest is of any use
    page: str = ""  # the route that shows the thing a row is about
    wire: str = ""  # what published interfaces call it

    @property
    def columns(self) -> tuple[Field, ...]:
        """The columns of a row, without the parts of its arrays."""
        return tuple(one for one in self.fields if not one.inside)

    def parts(self, column: str) -> tuple[Field, ...]:
        """The columns of the lines in an array column."""
        return tuple(one for one in self.fields if one.inside == column)

    def field(self, key: str) -> Field | None:
        """The column of that key."""
        return next((one for one in self.columns if one.key == key), None)

    @property
    def is_periodic(self) -> bool:
        """Whether its rows wait for the next slot."""
        return self.every is not None

    @property
    def keeps_every_version(self) -> bool:
        """Whether an unsent version still goes when there is a newer one: of what is reported in
        real time every change is (AQ 3064.2-2025 8.2), of what is collected only the last state."""
        return not self.is_periodic and not self.is_snapshot

    @property
    def often(self) -> str:
        """How often it goes, in words."""
        if self.before:
            return f"每天 {self.before:%H:%M} 前，变更实时"
        if self.every is None:
            return "实时"
        seconds = int(self.every.total_seconds())
        for unit, word in ((86400, "天"), (3600, "小时"), (60, "分钟")):
            if seconds % unit == 0:
                return f"每 {seconds // unit} {word}" if seconds > unit else f"每{word}"
        return f"每 {seconds} 秒"


def holds(condition: Condition, row: Mapping[str, object]) -> bool:
    """Whether every column named has one of the values named; an empty condition does not hold."""
    return bool(condition) and all(
        _is_one_of(row.get(key), wanted) for key, wanted in condition.items()
    )


def _is_one_of(value: object, wanted: tuple[str, ...]) -> bool:
    if value is None or value == "":
        return False
    return ANY in wanted or str(value) in wanted


def must_have(column: Field, row: Mapping[str, object], *, strictly: bool = False) -> bool:
    """Whether the row needs a value there. `strictly`: as the column 是否必填 says, whatever the
    description adds (notes 6, 34 of the tables)."""
    if holds(column.unless, row):
        return False
    if not column.when:
        return column.default_requirement()
    return holds(column.when, row) or (strictly and column.default_requirement())
