"""What rules look at when somebody wants to do something to a hazard. Plain facts, no rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from anhuan.domains.hazards.rules.codes import Level, Way
from anhuan.domains.hazards.rules.settings import RANKS, Settings
from anhuan.domains.hazards.rules.states import State


@dataclass(frozen=True, slots=True)
class Case:
    """One hazard as it stands."""

    state: State = State.REPORTED
    level: Level = Level.GENERAL
    way: Way = Way.BY_DEADLINE
    is_deleted: bool = False
    due_at: datetime | None = None
    object_code: str = ""
    measure: UUID | None = None
    is_from_task: bool = False  # a check task found it
    photos_after: int = 0  # of this round
    plan: str = ""  # "", waiting, approved, rejected
    extension_asker: Any = None  # whose request waits
    has_open_extension: bool = False
    extensions: int = 0  # granted so far
    rectifier: UUID | None = None  # person
    submitter: Any = None  # account that handed the work in
    accepted_ranks: tuple[str, ...] = ()  # of this round


@dataclass(frozen=True, slots=True)
class Asked:
    """A deed as somebody wants it. `given`: what was filled in; `is_asking`: nothing is yet."""

    case: Case
    now: datetime
    settings: Settings
    given: Mapping[str, Any] = field(default_factory=dict)
    account: Any = None
    person: UUID | None = None
    is_asking: bool = False


def needed_ranks(level: Level, settings: Settings) -> tuple[str, ...]:
    """Whose acceptance a hazard of this level takes, the lower rank first."""
    ranks = settings.major_acceptance if level is Level.MAJOR else settings.general_acceptance
    return tuple(sorted(dict.fromkeys(ranks), key=RANKS.index))


def missing_ranks(case: Case, settings: Settings) -> tuple[str, ...]:
    """Those still to accept in this round."""
    needed = needed_ranks(case.level, settings)
    return tuple(rank for rank in needed if rank not in case.accepted_ranks)


def rank_for(held: tuple[str, ...], case: Case, settings: Settings) -> str | None:
    """Which of the missing acceptances somebody of these roles gives: the highest they reach.

    One person gives one of them: two acceptances are two pairs of eyes.
    """
    height = max((RANKS.index(role) for role in held if role in RANKS), default=-1)
    reached = [rank for rank in missing_ranks(case, settings) if RANKS.index(rank) <= height]
    return reached[-1] if reached else None
