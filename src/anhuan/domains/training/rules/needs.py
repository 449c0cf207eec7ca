"""Which courses somebody needs: by what kind of person, which post, which work under permit."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Need:
    """A course, and for whom: everything that is set has to hold; nothing set: for everybody."""

    course: UUID
    person_kind: str = ""
    post: UUID | None = None
    work_kind: str = ""


@dataclass(frozen=True, slots=True)
class Who:
    """Of a person what needs go by."""

    person_kind: str
    post: UUID | None


def asks(need: Need, who: Who, work_kind: str = "") -> bool:
    """Whether the need is about this person, doing this work ("": not about to do any)."""
    return (
        need.person_kind in ("", who.person_kind)
        and need.post in (None, who.post)
        and need.work_kind in ("", work_kind)
    )


def courses_for(needs: Iterable[Need], who: Who, work_kind: str = "") -> list[UUID]:
    """The courses asked of somebody, each once, in the order of the needs."""
    found = (need.course for need in needs if asks(need, who, work_kind))
    return list(dict.fromkeys(found))
