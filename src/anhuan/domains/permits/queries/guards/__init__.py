"""What stands against a deed: each guard of the table reads the permit and asks the pure rules."""

from collections.abc import Callable, Iterator

from anhuan.domains.permits.queries.guards.application import APPLICATION_GUARDS
from anhuan.domains.permits.queries.guards.course import COURSE_GUARDS
from anhuan.domains.permits.queries.guards.evidence import EVIDENCE_GUARDS
from anhuan.domains.permits.queries.guards.people import PEOPLE_GUARDS
from anhuan.domains.permits.queries.guards.place import PLACE_GUARDS
from anhuan.domains.permits.queries.guards.related import RELATED_GUARDS
from anhuan.domains.permits.queries.guards.room import ROOM_GUARDS
from anhuan.domains.permits.queries.guards.watched import WATCHED_GUARDS
from anhuan.domains.permits.queries.look import Look
from anhuan.kernel.errors import Blocker

Guard = Callable[[Look], Iterator[Blocker]]
GUARDS: dict[str, Guard] = {
    **APPLICATION_GUARDS,
    **EVIDENCE_GUARDS,
    **PEOPLE_GUARDS,
    **PLACE_GUARDS,
    **COURSE_GUARDS,
    **RELATED_GUARDS,
    **ROOM_GUARDS,
    **WATCHED_GUARDS,
}
