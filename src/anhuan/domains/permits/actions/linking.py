"""Permits of one job belong together: linked both ways, under one name (4.6, AQP-018)."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from anhuan.domains.audit.actions import save_audited
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import company_of
from anhuan.domains.permits.actions.areas import redraw_areas
from anhuan.domains.permits.actions.steps import Doing, do
from anhuan.domains.permits.models import Job, Permit, PermitLink
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.rules.states import Deed
from anhuan.kernel.errors import refuse


def link(by: Account, permit: Permit, others: Sequence[Permit]) -> Permit:
    """Link with others of the company; they come into one job."""
    doing = Doing(Deed.LINK, note="、".join(one.number for one in others))
    with transaction.atomic():
        done = do(by, permit, doing, lambda look: _linked(look, by, others))
        redraw_areas(done, by)
    return done


def _linked(look: Look, by: Account, others: Sequence[Permit]) -> dict[str, Any]:
    permit = look.permit
    job = permit.job or next((one.job for one in others if one.job), None)
    if job is None:
        job = Job.objects.create(company=permit.company, name=permit.content[:200])
    for other in others:
        if other.company_id != permit.company_id or other.pk == permit.pk:
            raise refuse("link_foreign", f"{other.number} 不能关联")
        a, b = sorted((permit, other), key=lambda one: str(one.pk))
        PermitLink.objects.get_or_create(a=a, b=b, defaults={"at": look.now, "by": by})
        Permit.objects.filter(pk=other.pk).update(job=job)
    return {"job": job}


def change_job(by: Account, job: Job, changes: dict[str, Any]) -> Job:
    """Who coordinates crossing work, and what was found about it (4.7)."""
    if job.company_id != company_of(by).pk:
        raise refuse("job_foreign", "没有这项作业")
    return save_audited(by, job, changes)
