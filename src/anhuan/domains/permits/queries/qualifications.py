"""Whether people are entitled to do their part: certificates, training, the contractor's standing.

A contract. A slice that knows such things gives a `QualificationSource` to `SOURCES` (listed in
`web/wiring.py`); until then what was written on the permit about each certificate is what counts.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Protocol

from anhuan.domains.permits.models import PermitPerson
from anhuan.domains.permits.queries.look import Look
from anhuan.kernel.errors import Blocker


class QualificationSource(Protocol):
    """Every reason against somebody in a part of a permit on a day."""

    def __call__(self, look: Look, one: PermitPerson, day: date) -> Iterable[Blocker]: ...


SOURCES: list[QualificationSource] = []


def people_blockers(look: Look) -> Iterator[Blocker]:
    """Every reason against everybody who is on the permit now."""
    day = look.now.astimezone(look.zone).date()
    for one in look.people:
        yield from _certificate(one, day)
        for source in SOURCES:
            yield from source(look, one, day)


def _certificate(one: PermitPerson, day: date) -> Iterator[Blocker]:
    name = one.person.name
    if one.certificate_no and one.certificate_until and one.certificate_until < day:
        text = f"{name}的{one.certificate_kind}证已于 {one.certificate_until} 到期"
        yield Blocker("certificate_expired", text, "GB 30871-2022 4.9")
