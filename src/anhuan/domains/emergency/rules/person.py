"""One person's way from the danger area to where they count as safe."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID


class Stage(StrEnum):
    """How far somebody has come. Silence is no stage: it is said beside it."""

    INSIDE = "inside"
    OUT = "out"  # left the danger area, not yet accounted for
    SAFE = "safe"


class How(StrEnum):
    """How we know that somebody is safe."""

    MUSTER = "muster"
    GATE = "gate"
    HAND = "hand"


class Gate(StrEnum):
    """Whether leaving the plant counts as safe."""

    NO = "no"
    PASSAGE = "passage"  # the gate's own record
    ZONE = "zone"  # being located in a gate area is enough


STAGE_LABELS = {Stage.INSIDE: "未撤出", Stage.OUT: "撤离途中", Stage.SAFE: "已到位"}
HOW_LABELS = {How.MUSTER: "集合点定位", How.GATE: "已出厂", How.HAND: "人工点到"}


@dataclass(frozen=True, slots=True)
class Limits:
    """What a plant may set."""

    silent_s: int = 30  # no position for longer: silent
    muster_s: int = 5  # at a muster point for so long: has arrived
    gate: Gate = Gate.PASSAGE
    presence_h: int = 12  # a last position older than that is nobody's presence


@dataclass(frozen=True, slots=True)
class Reading:
    """Where a tag was last. `deep`: inside by more than the margin, so that no jitter counts."""

    at: datetime | None = None
    inside: bool = False
    deep: bool = False
    muster: UUID | None = None
    at_gate: bool = False
    went_out_at: datetime | None = None  # through a gate, and not come back since


@dataclass(frozen=True, slots=True)
class Course:
    """How far one affected person has come."""

    joined_at: datetime
    stage: Stage = Stage.INSIDE
    out_at: datetime | None = None
    safe_at: datetime | None = None
    how: How | None = None
    muster: UUID | None = None
    muster_since: datetime | None = None


def is_silent(at: datetime | None, now: datetime, limits: Limits) -> bool:
    """No position for longer than the limit, or none at all."""
    return at is None or now - at > timedelta(seconds=limits.silent_s)


def is_affected(reading: Reading, now: datetime, limits: Limits, *, entering: bool) -> bool:
    """Whether the order concerns somebody. At the order the whole shape counts, and those whose
    tag has died in it; afterwards only who is located well inside (`entering`)."""
    if reading.at is None or _has_left(reading, limits):
        return False
    if entering:
        return reading.deep and not is_silent(reading.at, now, limits)
    return reading.inside and now - reading.at <= timedelta(hours=limits.presence_h)


def _has_left(reading: Reading, limits: Limits) -> bool:
    out_at = reading.went_out_at
    if out_at is None or limits.gate is Gate.NO:
        return False
    return reading.at is None or out_at >= reading.at


def seen(course: Course, reading: Reading, now: datetime, limits: Limits) -> Course:
    """The course after a look at the tag.

    What somebody ticked by hand stands until it is taken back by hand: the tag may lie where its
    owner dropped it. Who counted as safe by position is inside again when located well inside.
    """
    if course.how is How.HAND:
        return course
    if (
        reading.went_out_at
        and _has_left(reading, limits)
        and reading.went_out_at > course.joined_at
    ):
        return _through_the_gate(course, reading.went_out_at)
    if reading.at is None or is_silent(reading.at, now, limits):
        return course
    if reading.deep or (course.stage is Stage.INSIDE and reading.inside):
        return Course(course.joined_at)
    return _outside(course, reading, reading.at, limits)


def _through_the_gate(course: Course, at: datetime) -> Course:
    if course.stage is Stage.SAFE:
        return course
    out_at = _out_by(course, at)
    return replace(
        course, stage=Stage.SAFE, how=How.GATE, safe_at=at, out_at=out_at, muster_since=None
    )


def _out_by(course: Course, at: datetime) -> datetime:
    """Who is safe was out before, even where the tag's clock runs ahead of ours."""
    return min(course.out_at or at, at)


def _outside(course: Course, reading: Reading, at: datetime, limits: Limits) -> Course:
    if course.stage is Stage.SAFE:
        return course
    out = replace(course, stage=Stage.OUT, out_at=course.out_at or at)
    if reading.at_gate and limits.gate is Gate.ZONE:
        return replace(out, stage=Stage.SAFE, how=How.GATE, safe_at=at, muster_since=None)
    if reading.muster is None:
        return replace(out, muster=None, muster_since=None)
    is_same = reading.muster == course.muster and course.muster_since is not None
    since = course.muster_since if is_same and course.muster_since else at
    out = replace(out, muster=reading.muster, muster_since=since)
    if at - since < timedelta(seconds=limits.muster_s):
        return out
    return replace(out, stage=Stage.SAFE, how=How.MUSTER, safe_at=since)


def ticked(course: Course, at: datetime, muster: UUID | None) -> Course:
    """Somebody has seen the person: safe, whatever the tag says."""
    return replace(
        course, stage=Stage.SAFE, how=How.HAND, safe_at=at, muster=muster,
        out_at=_out_by(course, at), muster_since=None,
    )  # fmt: skip


def unticked(course: Course) -> Course:
    """The tick was a mistake: begin again; the next position says where the person is."""
    return Course(course.joined_at)
