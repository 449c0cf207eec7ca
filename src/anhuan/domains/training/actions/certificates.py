"""Putting certificates on file, replacing what was wrong."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone

from anhuan.domains.audit.actions import Actor, draft_of, record, save_checked
from anhuan.domains.org.models import Company
from anhuan.domains.outbox.actions import emit
from anhuan.domains.training.actions.evidence import stored
from anhuan.domains.training.events import CertificateChanged, TrainingChanged
from anhuan.domains.training.models import Certificate, CertificateKind
from anhuan.domains.training.rules.papers import Paper, first_review, paper_blockers
from anhuan.kernel import clock
from anhuan.kernel.errors import Blocker, refuse


def save_kind(actor: Actor, kind: CertificateKind, changes: dict[str, Any]) -> CertificateKind:
    """Make or change a kind of certificate."""
    with transaction.atomic():
        saved = save_checked(actor, kind, changes, _kind_blockers(draft_of(kind, changes)))
        emit(saved.company.code, TrainingChanged(what="certificate_kinds"))
    return saved


def _kind_blockers(draft: CertificateKind) -> Iterator[Blocker]:
    same = CertificateKind.objects.filter(company=draft.company, code=draft.code)
    if same.exclude(pk=draft.pk).exists():
        yield Blocker("kind_known", f"已有代码为“{draft.code}”的证书种类")
    if (draft.review_months or 0) > (draft.valid_months or draft.review_months or 0):
        yield Blocker("review_after_end", "复审周期长于有效期，请核对")


def save_certificate(
    actor: Actor, certificate: Certificate, changes: dict[str, Any], upload: Any = None
) -> Certificate:
    """Put one on file or change it; a new end begins the warnings anew (TRAIN-014, AQP-081)."""
    if certificate.is_void:
        raise refuse("certificate_void", "证书已作废，请重新登记")
    changes = changes | stored(upload)
    draft = draft_of(certificate, changes)
    if draft.kind_id and draft.person_id:
        changes = changes | {"reviewed_until": first_review(_paper(draft))}
        if _ends(draft) != _ends(certificate):
            changes["told_days"] = None
    with transaction.atomic():
        saved = save_checked(actor, certificate, changes, _blockers(draft))
        emit(saved.company.code, CertificateChanged(saved.pk, saved.person_id))
    return saved


def void_certificate(actor: Actor, certificate: Certificate, reason: str) -> Certificate:
    """It no longer counts, wherever its number was written."""
    if certificate.is_void:
        raise refuse("certificate_void", "证书已经作废")
    if not reason.strip():
        raise refuse("reason_missing", "请填写作废原因")
    with transaction.atomic():
        certificate.is_void, certificate.void_why = True, reason.strip()[:200]
        certificate.save(update_fields=["is_void", "void_why"])
        record(actor, "make_void", certificate, after={"is_void": True}, note=reason)
        emit(certificate.company.code, CertificateChanged(certificate.pk, certificate.person_id))
    return certificate


def put_certificate(actor: Actor, company: Company, values: dict[str, Any]) -> str:
    """One row of an import, by kind and number: "created", "updated" or "unchanged"."""
    rows = Certificate.objects.filter(company=company, is_void=False)
    found = rows.filter(kind=values["kind"], number=values["number"]).first()
    given = {name: value for name, value in values.items() if value is not None}
    if found is None:
        save_certificate(actor, Certificate(company=company), given)
        return "created"
    if found.person_id != given["person"].pk:
        text = f"编号 {found.number} 的证书已登记在 {found.person.name} 名下"
        raise refuse("certificate_of_other", text)
    changed = {name: value for name, value in given.items() if getattr(found, name) != value}
    if not changed:
        return "unchanged"
    save_certificate(actor, found, changed)
    return "updated"


def _ends(certificate: Certificate) -> tuple[Any, Any]:
    return certificate.valid_until, certificate.reviewed_until


def _paper(draft: Certificate) -> Paper:
    return Paper(
        draft.number, draft.issued_on, draft.valid_until, draft.reviewed_until,
        draft.kind.valid_months, draft.kind.review_months,
    )  # fmt: skip


def _blockers(draft: Certificate) -> Iterator[Blocker]:
    if not (draft.kind_id and draft.person_id):
        return  # the model says what is missing
    yield from paper_blockers(_paper(draft), timezone.localtime(clock.now()).date())
    for row, label in ((draft.person, "持证人"), (draft.kind, "证书种类")):
        if row.company_id != draft.company_id:
            yield Blocker("other_company", f"{label}不是本企业的")
    same = Certificate.objects.filter(company=draft.company, kind=draft.kind, number=draft.number)
    if taken := same.filter(is_void=False).exclude(pk=draft.pk).first():
        yield Blocker("number_taken", f"编号 {draft.number} 已登记在 {taken.person.name} 名下")
