"""Timers and range finders."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from anhuan.domains.audit.actions import Actor, draft_of, record, save_checked
from anhuan.domains.calibration.models import Instrument
from anhuan.domains.calibration.rules.instruments import instrument_blockers, use_blockers
from anhuan.domains.org.models import Company
from anhuan.kernel import clock
from anhuan.kernel.errors import Blocker, refuse


def save_instrument(
    actor: Actor, company: Company, instrument: Instrument | None = None, **changes: Any
) -> Instrument:
    """An instrument, new or calibrated again; tests keep what it was when they were made."""
    row = instrument or Instrument(company=company)
    draft = draft_of(row, changes)
    blockers = [
        *instrument_blockers(
            draft.kind, draft.span, draft.error, draft.calibrated_on, draft.valid_until
        ),
        *_number_blockers(draft),
    ]
    return save_checked(actor, row, changes, blockers)


def _number_blockers(draft: Instrument) -> Iterator[Blocker]:
    rows = Instrument.objects.filter(company=draft.company, number=draft.number, is_retired=False)
    if rows.exclude(pk=draft.pk).exists():
        yield Blocker("number_taken", f"已有编号为 {draft.number} 的测试设备")


@transaction.atomic
def retire_instrument(actor: Actor, instrument: Instrument) -> Instrument:
    """No test is made with it any more; results stay."""
    if instrument.is_retired:
        raise refuse("already_retired", "已经停用")
    instrument.is_retired = True
    instrument.save(update_fields=["is_retired"])
    record(actor, "retire", instrument, before={"is_retired": False}, after={"is_retired": True})
    return instrument


def taken_with(
    company: Company, timer: Instrument | None, finder: Instrument | None
) -> tuple[list[Blocker], list[dict[str, Any]]]:
    """Reasons against a test with these, and what its record keeps of them."""
    day = clock.now().astimezone().date()
    wanted = [(one, kind) for one, kind in ((timer, "timer"), (finder, "range_finder")) if one]
    blockers = [
        blocker
        for one, kind in wanted
        for blocker in use_blockers(
            one.kind, str(one), one.is_retired or one.company_id != company.pk,
            one.valid_until, day, kind,
        )
    ]  # fmt: skip
    return blockers, [_kept(one) for one, _ in wanted]


def _kept(one: Instrument) -> dict[str, Any]:
    return {
        "id": str(one.pk), "kind": one.kind, "name": one.name, "number": one.number,
        "span": one.span, "error": one.error, "certificate": one.certificate,
        "calibrated_on": one.calibrated_on.isoformat(), "valid_until": one.valid_until.isoformat(),
    }  # fmt: skip
