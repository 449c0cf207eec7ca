"""Which permits an account sees: those of its scope, and those it takes part in."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404

from anhuan.domains.org.models import Account, Company
from anhuan.domains.org.queries import company_of, scope_of
from anhuan.domains.permits.models import (
    Handover,
    Permit,
    PermitAlarm,
    PermitLink,
    PermitPerson,
    PermitSettings,
)
from anhuan.domains.plant.models import Site
from anhuan.domains.plant.queries import known_site

RELATED = ("company", "area", "structure", "unit", "contractor", "reserved_by__person")
_BUT_COMPANY = RELATED[1:]  # one's own, which is known
LINE = (
    "number", "kind", "grade", "state", "content", "place", "work_unit", "starts_at", "ends_at",
    "issued_at", "started_at", "finished_at", "accepted_at", "closed_why", "company_id",
    "structure_id", "unit__name", "area__name", "contractor__name", "reserved_by__username",
    "reserved_by__first_name", "reserved_by__person__name",
)  # fmt: skip


def settings_of(company: Company) -> PermitSettings:
    """The plant's settings, or the defaults (unsaved) while it has none."""
    found = PermitSettings.objects.filter(company=company).first()
    return found or PermitSettings(company=company)


def zone_of(company: Company) -> ZoneInfo:
    """The plant's time zone."""
    return time_zone(known_site(company))


def time_zone(site: Site | None) -> ZoneInfo:
    """The same, the site being known."""
    return ZoneInfo(site.time_zone if site else "Asia/Shanghai")


def visible_permits(account: Account) -> QuerySet[Permit]:
    """All of the company for who has the whole of it in view; else of one's departments and own."""
    rows = Permit.objects.filter(company=company_of(account)).select_related(*RELATED)
    if not account.may("permits.all"):
        return rows.filter(_own(account))
    scope = scope_of(account, "permits.all")
    return rows if scope is None else rows.filter(Q(unit__in=scope) | _own(account))


def ledger_permits(account: Account) -> QuerySet[Permit]:
    """The same with what a line of the ledger shows: a third of a permit's columns, the names of
    who works, the codes of what rang."""
    people = PermitPerson.objects.filter(left_at__isnull=True).select_related("person")
    return (
        visible_permits(account)
        .only(*LINE)
        .prefetch_related(
            Prefetch("people", people.only("permit_id", "part", "person__name")),
            Prefetch("alarms", PermitAlarm.objects.only("permit_id", "code")),
        )
    )


def own_permits(account: Account) -> QuerySet[Permit]:
    """Those one has asked for, or is named on."""
    rows = Permit.objects.filter(company=company_of(account)).select_related(*RELATED)
    return rows.filter(_own(account))


def _own(account: Account) -> Q:
    """By their keys, out of three short lists: nobody's few permits are sought in an archive. Read
    as an array, once; with a condition on words beside it, `IN` looked through them for each row.
    """
    asked = Permit.objects.filter(reserved_by=account).order_by().values("pk")
    if account.person_id is None:
        return Q(_OneOf(F("pk"), ArraySubquery(asked)))
    named = PermitPerson.objects.filter(person=account.person_id)
    offered = Handover.objects.filter(taker=account.person_id, taken_at__isnull=True)
    lists = (one.order_by().values("permit") for one in (named, offered))
    return Q(_OneOf(F("pk"), ArraySubquery(asked.union(*lists))))


class _OneOf(Func):
    """A value is in an array."""

    arg_joiner, template, output_field = " = ANY(", "%(expressions)s)", BooleanField()


def linked_with(permit: Permit) -> QuerySet[Permit]:
    """Linked in either direction, or of the same job."""
    there = PermitLink.objects.filter(a=permit).order_by().values("b")
    keys = there.union(PermitLink.objects.filter(b=permit).order_by().values("a"))
    if permit.job_id:
        keys = keys.union(Permit.objects.filter(job=permit.job_id).order_by().values("pk"))
    rows = Permit.objects.filter(company=permit.company_id, pk__in=keys)
    return rows.exclude(pk=permit.pk)


def permit_for(account: Account, pk: UUID | str) -> Permit:
    """One of them, else 404."""
    rows = visible_permits(account).select_related(None).select_related(*_BUT_COMPANY, "template")
    found = get_object_or_404(rows.defer("template__content"), pk=pk)
    found.company = company_of(account)
    return found
