"""How every deed is done: one lock, every reason at once, the change, a signed line, the traces."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model

from anhuan.domains.audit.actions import SYSTEM, record
from anhuan.domains.hazards.actions.keys import plant_key
from anhuan.domains.hazards.actions.telling import settle, tell_people, tell_slices
from anhuan.domains.hazards.models import Hazard, Step
from anhuan.domains.hazards.queries.content import fields_of, part_of_row, stated
from anhuan.domains.hazards.queries.may import Look, next_state, reasons
from anhuan.domains.hazards.queries.verifying import line_of
from anhuan.domains.hazards.rules.lifecycle import step_for
from anhuan.domains.hazards.rules.signing import message_of
from anhuan.domains.hazards.rules.states import CLOSED, Deed, State, Who
from anhuan.domains.org.models import Account
from anhuan.kernel import clock
from anhuan.kernel.digest import sm3_hex
from anhuan.kernel.errors import refuse_if_any

Write = Callable[[Look], Mapping[str, Any] | None]


@dataclass(slots=True)
class Doing:
    """A deed as somebody asks for it. `rows`: what `write` made or changed beside the hazard."""

    deed: Deed
    given: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    method: str = "session"  # or "phone", "password"
    rows: list[Model] = field(default_factory=list)


def do(
    by: Account | None, hazard: Hazard | UUID, doing: Doing, write: Write | None = None
) -> Hazard:
    """Do it, or refuse with every reason. `write` makes the deed's own rows and answers the
    hazard's changed fields. `by` None: the system."""
    pk = hazard.pk if isinstance(hazard, Hazard) else hazard
    with transaction.atomic():
        look = Look(locked(pk), by, clock.now(), doing.given)
        refuse_if_any(reasons(look, doing.deed))
        return _done(look, doing, write)


def locked(pk: UUID) -> Hazard:
    """The hazard for the length of the transaction; a second deed waits here."""
    rows = Hazard.objects.select_related("company", "area__department", "unit", "rectifier")
    found: Hazard = rows.select_for_update(of=("self",)).get(pk=pk)
    return found


def _done(look: Look, doing: Doing, write: Write | None) -> Hazard:
    hazard, row = look.hazard, step_for(look.case.state, doing.deed)
    assert row is not None  # among the reasons
    part, state = look.part(row) or Who.SYSTEM, next_state(look, row)
    rank = (look.rank or "") if doing.deed is Deed.ACCEPT else ""
    before = fields_of(hazard) | stated(hazard)
    for name, value in ((write(look) if write else None) or {}).items():
        setattr(hazard, name, value)
    arrive(hazard, state, look.now)
    changed = {
        name: value
        for name, value in (fields_of(hazard) | stated(hazard)).items()
        if before[name] != value
    }
    hazard.version += 1
    hazard.save()
    sign(hazard, look.account, doing, part, look.now, changed, rank)
    trace(hazard, look.account, doing, before, changed, look.now)
    return hazard


def arrive(hazard: Hazard, state: State, now: datetime) -> None:
    """A state, and the moment of closing that comes with it."""
    hazard.state = state
    if state not in CLOSED:
        hazard.closed_at = None
    elif hazard.closed_at is None:
        hazard.closed_at = now


def sign(
    hazard: Hazard, by: Account | None, doing: Doing, part: Who, now: datetime,
    changed: Mapping[str, Any], rank: str = "",
) -> Step:  # fmt: skip
    """Write the line: sealed with the one before it, signed with the plant's key."""
    last = hazard.steps.order_by("-seq").first()
    row = Step(
        hazard=hazard, seq=last.seq + 1 if last else 1, round=hazard.round, deed=doing.deed,
        part=part, rank=rank, state=hazard.state, at=now, account=by,
        name=by.display_name if by else SYSTEM.display_name,
        method=doing.method if by else "system", note=doing.note.strip()[:1000],
        content={**changed, **dict(map(part_of_row, doing.rows))},
        previous_sm3=last.sm3 if last else "",
    )  # fmt: skip
    message, key = message_of(line_of(row)), plant_key(hazard.company)
    row.sm3, row.sm2, row.public_key = sm3_hex(message), key.sign(message), key.public
    row.save(force_insert=True)
    return row


def trace(
    hazard: Hazard, by: Account | None, doing: Doing, before: Mapping[str, Any],
    changed: Mapping[str, Any], now: datetime,
) -> None:  # fmt: skip
    """What every deed leaves behind: audit row, events, notices, the next moment to look."""
    was = {name: before[name] for name in changed if name in before} if before else None
    record(
        by or SYSTEM, f"hazard_{doing.deed}", hazard, before=was, after=dict(changed),
        note=doing.note[:500],
    )  # fmt: skip
    settle(hazard, now)
    tell_slices(hazard, doing.deed, now)
    tell_people(hazard, doing.deed, by)
