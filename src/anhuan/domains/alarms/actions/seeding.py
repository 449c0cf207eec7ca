"""Giving a company its kinds of alarm and their escalation ladders."""

from django.db import transaction

from anhuan.domains.alarms.models import AlarmKind, EscalationStep
from anhuan.domains.alarms.rules import ESCALATION, KINDS, Kind
from anhuan.domains.org.models import Company


def seed_kinds(company: Company) -> int:
    """Add every shipped kind the company does not have yet, with its ladder; returns how many.

    What the plant has tuned stays as it is.
    """
    with transaction.atomic():
        Company.objects.select_for_update().get(pk=company.pk)
        known = set(AlarmKind.objects.filter(company=company).values_list("code", flat=True))
        missing = [_row(company, kind) for code, kind in KINDS.items() if code not in known]
        AlarmKind.objects.bulk_create(missing)
        EscalationStep.objects.bulk_create(
            EscalationStep(kind=row, after_s=after_s, role=role)
            for row in missing
            for after_s, role in ESCALATION[row.priority]
        )
        return len(missing)


def _row(company: Company, kind: Kind) -> AlarmKind:
    return AlarmKind(
        company=company,
        code=kind.code,
        name=kind.name,
        priority=kind.priority,
        aq_code=kind.aq_code,
        province_code=kind.province_code,
        needs_clearing=kind.needs_clearing,
        sounds=kind.sounds,
        guidance=kind.guidance,
    )


def kind_of(company: Company, code: str) -> AlarmKind:
    """The company's row for a code; seeds the company when it has none."""
    found = AlarmKind.objects.filter(company=company, code=code).first()
    if found is None:
        if code not in KINDS:
            raise ValueError(f"no such kind of alarm: {code}")
        seed_kinds(company)
        found = AlarmKind.objects.get(company=company, code=code)
    return found
