"""Taking firms into the library, their papers, and the decision about each (CON-003)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from anhuan.domains.audit.actions import Actor, draft_of, record, save_audited, save_checked
from anhuan.domains.contractors.events import ContractorChanged
from anhuan.domains.contractors.models import Contractor, ContractorSettings, FirmPaper
from anhuan.domains.contractors.queries.library import settings_of
from anhuan.domains.contractors.queries.standing import firm_facts
from anhuan.domains.contractors.rules.deciding import firm_decision_blockers
from anhuan.domains.contractors.rules.standing import Admission
from anhuan.domains.org import actions as org
from anhuan.domains.org.models import Account, Company
from anhuan.domains.org.rules import phone_blockers
from anhuan.domains.outbox.actions import emit
from anhuan.domains.training.actions.evidence import stored
from anhuan.kernel import clock
from anhuan.kernel.errors import Blocker, refuse, refuse_if_any


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decides about a firm or a person."""

    admission: Admission
    reason: str = ""
    approved_until: date | None = None  # of firms


def enlist(
    actor: Actor, company: Company, firm: Company | None, changes: dict[str, Any], name: str = ""
) -> Contractor:
    """Take a firm into the library, undecided; a name makes a firm this node does not know yet."""
    with transaction.atomic():
        if firm is None:
            if not name.strip():
                raise refuse("firm_missing", "请选择承包商单位，或填写新单位名称")
            firm = org.create_contractor(actor, {"name": name.strip()})
        if firm.kind != Company.Kind.CONTRACTOR:
            raise refuse("firm_not_contractor", "只能纳入承包商单位")
        if Contractor.objects.filter(company=company, firm=firm).exists():
            raise refuse("contractor_known", f"{firm.name}已在承包商库")
        row = Contractor(company=company, firm=firm)
        return _saved(actor, row, {"firm": firm, **changes})


def change_contractor(actor: Actor, row: Contractor, changes: dict[str, Any]) -> Contractor:
    """Scope and contact; the decision is another deed."""
    return _saved(actor, row, changes)


def _saved(actor: Actor, row: Contractor, changes: dict[str, Any]) -> Contractor:
    draft = draft_of(row, changes)
    with transaction.atomic():
        saved = save_checked(actor, row, changes, phone_blockers(draft.contact_phone, "负责人手机"))
        _tell(saved)
    return saved


def decide_firm(by: Account, row: Contractor, decision: Decision) -> Contractor:
    """Approve or refuse a firm; a refusal takes its people with it at once (CON-003)."""
    today = timezone.localtime(clock.now()).date()
    facts = firm_facts(row.company, [row.firm_id])[row.firm_id]
    refuse_if_any(firm_decision_blockers(
        facts, decision.admission, decision.reason, decision.approved_until, today
    ))  # fmt: skip
    before = _decided(row)
    with transaction.atomic():
        row.admission, row.reason = decision.admission.value, decision.reason.strip()[:300]
        row.decided_at, row.decided_by = clock.now(), by
        row.approved_until, row.told_days = decision.approved_until, None
        row.save()
        after = {name: value for name, value in _decided(row).items() if value != before[name]}
        record(by, "decide", row, before=before, after=after, note=row.reason)
        _tell(row)
    return row


def save_paper(
    actor: Actor, paper: FirmPaper, changes: dict[str, Any], upload: Any = None
) -> FirmPaper:
    """Put a qualification document on file or renew it; a new end begins the warnings anew."""
    changes = changes | stored(upload)
    draft = draft_of(paper, changes)
    if draft.valid_until != paper.valid_until:
        changes["told_days"] = None
    with transaction.atomic():
        saved = save_checked(actor, paper, changes, _paper_blockers(draft))
        _tell(saved.contractor)
    return saved


def _paper_blockers(draft: FirmPaper) -> Iterator[Blocker]:
    wants_end = (FirmPaper.Kind.SAFETY_LICENCE, FirmPaper.Kind.INSURANCE, FirmPaper.Kind.AGREEMENT)
    if draft.kind in wants_end and draft.valid_until is None:
        yield Blocker("end_missing", f"{draft.get_kind_display()}有有效期，请填写有效期至")


def retire_paper(actor: Actor, paper: FirmPaper) -> FirmPaper:
    """It no longer counts."""
    with transaction.atomic():
        save_audited(actor, paper, {"is_retired": True})
        _tell(paper.contractor)
    return paper


def save_settings(actor: Actor, company: Company, changes: dict[str, Any]) -> ContractorSettings:
    """What is demanded of firms; it counts at once."""
    return save_checked(actor, settings_of(company), changes)


def _tell(row: Contractor) -> None:
    emit(row.company.code, ContractorChanged(row.pk, row.firm_id, row.admission))


def _decided(row: Contractor) -> dict[str, str | None]:
    day = row.approved_until
    return {"admission": row.admission, "approved_until": day.isoformat() if day else None}
