"""Who a fence lets in. AQ 3064.3-2025 5.2.4 a; Ministry guide 4."""

from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Subject:
    """Who a tag stands for. `departments` are the holder's own and all above it."""

    id: UUID
    kinds: frozenset[str]  # {"contractor", "outsourced"}: map kind and exact kind
    departments: frozenset[UUID] = frozenset()
    post: UUID | None = None


@dataclass(frozen=True, slots=True)
class Access:
    """Who may enter; matching any one entry is enough, and nobody may when all are empty."""

    kinds: frozenset[str] = frozenset()
    departments: frozenset[UUID] = frozenset()
    posts: frozenset[UUID] = frozenset()
    people: frozenset[UUID] = field(default_factory=frozenset)
    qualified: frozenset[UUID] = frozenset()  # who holds a listed permit or training now

    @property
    def names_anybody(self) -> bool:
        """Whether anybody is listed at all, whoever holds a qualification today aside."""
        return bool(self.kinds or self.departments or self.posts or self.people)

    def admits(self, subject: Subject) -> bool:
        """Whether this person or vehicle is authorised."""
        return (
            subject.id in self.people
            or subject.id in self.qualified
            or not self.kinds.isdisjoint(subject.kinds)
            or not self.departments.isdisjoint(subject.departments)
            or (subject.post is not None and subject.post in self.posts)
        )
