"""The library of hazards and what it suggests for a job (AQ 3064.2-2025 5.4.1, 5.10.2)."""

from collections.abc import Iterable
from dataclasses import dataclass

from anhuan.domains.permits.rules.kinds import Kind


@dataclass(frozen=True, slots=True)
class HazardRow:
    """One line of a job-hazard analysis. Empty kinds, levels or places mean all."""

    key: str
    step: str
    hazard: str
    consequence: str
    measure: str
    kinds: tuple[Kind, ...] = ()
    levels: tuple[str, ...] = ()
    places: tuple[str, ...] = ()  # of `places.PLACES`
    flags: tuple[str, ...] = ()  # conditions that make it likely: such lines come first


def suggest(
    rows: Iterable[HazardRow],
    kind: Kind,
    level: str,
    places: frozenset[str],
    flags: frozenset[str] = frozenset(),
) -> list[HazardRow]:
    """The lines that fit a job, the most particular first; their order is stable."""
    fitting = [
        row
        for row in rows
        if _fits(row.kinds, {kind}) and _fits(row.levels, {level}) and _fits(row.places, places)
    ]
    return sorted(fitting, key=lambda row: -_closeness(row, flags))


def _fits(wanted: tuple[str, ...], given: frozenset[str] | set[str] | set[Kind]) -> bool:
    return not wanted or not set(wanted).isdisjoint(given)


def _closeness(row: HazardRow, flags: frozenset[str]) -> int:
    """How particular a line is to this job: each thing it names counts, a flag that holds most."""
    named = (bool(row.kinds), bool(row.levels), bool(row.places))
    return sum(named) + 4 * len(flags.intersection(row.flags))
