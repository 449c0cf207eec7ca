"""Two-way pairs: which of two changes of one row stands. And no echo: see `Sided.origin`."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

Row = dict[str, Any]


class Rule(StrEnum):
    """How a conflict is decided."""

    SOURCE = "source"  # one side is the truth, always
    CLOCK = "clock"  # the later change by the row's own time; equal times: the named side
    FIELD = "field"  # each column has its own side


@dataclass(frozen=True, slots=True)
class Policy:
    """`truth`: the side that wins ties (or always). `fields`: column -> side, for FIELD."""

    rule: Rule
    truth: str
    clock_column: str = ""
    fields: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Sided:
    """A row and the side it was changed on."""

    origin: str
    row: Row


def resolve(policy: Policy, ours: Sided, theirs: Sided) -> Row:
    """The row both sides must end with; both compute the same, whoever is `ours`."""
    if policy.rule is Rule.FIELD:
        return _by_field(policy, ours, theirs)
    if policy.rule is Rule.CLOCK and (winner := _later(policy, ours, theirs)):
        return winner.row
    return (ours if ours.origin == policy.truth else theirs).row


def _later(policy: Policy, ours: Sided, theirs: Sided) -> Sided | None:
    at, other = (_moment(side.row.get(policy.clock_column)) for side in (ours, theirs))
    if at == other:
        return None
    if at is None or other is None:  # a row that says its time beats one that does not
        return theirs if at is None else ours
    return ours if at > other else theirs


def _moment(value: Any) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(value)) if value else None
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found and found.tzinfo is None else found


def _by_field(policy: Policy, ours: Sided, theirs: Sided) -> Row:
    truth, other = (ours, theirs) if ours.origin == policy.truth else (theirs, ours)
    sides = policy.fields or {}
    merged = other.row | truth.row
    for column, side in sides.items():
        source = truth if side == truth.origin else other
        if column in source.row:
            merged[column] = source.row[column]
    return merged
