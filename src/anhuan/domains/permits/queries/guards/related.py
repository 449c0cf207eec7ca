"""Which other permits must be there and linked, and what bars a job whatever anybody signs."""

from collections.abc import Iterator

from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.rules.barred import barred as barred_by
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.rules.related import related_faults
from anhuan.domains.permits.rules.states import CLOSED, ISSUED_STATES, State
from anhuan.kernel.errors import Blocker

_OVER = (*CLOSED, State.EXPIRED, State.REVOKED, State.REJECTED)


def related(look: Look) -> Iterator[Blocker]:
    """Every kind of work the facts describe has its permit, linked with this one (4.6; R12)."""
    linked = {Kind(one.kind) for one in look.linked if one.state not in _OVER}
    for fault in related_faults(look.kind, look.facts, linked, _unlinked(look)):
        yield fault.blocker


def related_issued(look: Look) -> Iterator[Blocker]:
    """Before work begins those permits are issued themselves."""
    ready = (*ISSUED_STATES, State.FINISHED, State.ACCEPTED, State.ARCHIVED)
    linked = {Kind(one.kind) for one in look.linked if one.state in ready}
    for fault in related_faults(look.kind, look.facts, linked, ()):
        waits = next((one for one in look.linked if one.kind == fault.kind), None)
        if waits is not None:
            text = f"关联的{fault.kind.label}票 {waits.number} 还没有签发"
            yield Blocker(f"permits_incomplete_{fault.kind}", text, "GB 30871-2022 4.6")
        else:
            yield fault.blocker


def _unlinked(look: Look) -> set[Kind]:
    """Kinds of valid permits of the same place and time that nobody has linked."""
    permit = look.permit
    if permit.area_id is None:
        return set()
    rows = Permit.objects.filter(
        company=permit.company_id, area=permit.area_id, starts_at__lt=permit.ends_at,
        ends_at__gt=permit.starts_at,
    ).exclude(pk=permit.pk).exclude(state__in=_OVER)  # fmt: skip
    known = {one.pk for one in look.linked}
    return {Kind(kind) for pk, kind in rows.values_list("pk", "kind") if pk not in known}


def barred(look: Look) -> Iterator[Blocker]:
    """Prohibitions, and numbers that contradict each other (5.4.2, 7.11, 9.2, 10.1; R07, R18)."""
    yield from barred_by(look.kind, look.level, look.facts, look.filled)


RELATED_GUARDS = {"related": related, "related_issued": related_issued, "barred": barred}
