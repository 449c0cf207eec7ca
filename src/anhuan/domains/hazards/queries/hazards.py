"""Which hazards an account sees: those of its scope, and those it has a part in."""

from dataclasses import fields
from uuid import UUID

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from anhuan.domains.hazards.models import Hazard, HazardSettings
from anhuan.domains.hazards.rules.settings import Settings
from anhuan.domains.org.models import Account, Company
from anhuan.domains.org.queries import company_of, scope_of

RELATED = ("company", "area__department", "structure", "unit", "rectifier", "check_unit")

CARD = (
    "company_id", "number", "state", "round", "name", "place", "level", "is_suspected_major",
    "due_at", "reported_at", "reporter_id", "rectifier_id", "rectifier_name", "submitter_id",
    "way", "deleted_at", "object_code", "risk_measure_id", "check_task_id", "check_record_id",
    "unit__name", "area__department_id",
)  # fmt: skip


def settings_row(company: Company) -> HazardSettings:
    """The plant's row, or an unsaved one while it has none."""
    found = HazardSettings.objects.filter(company=company).first()
    return found or HazardSettings(company=company)


def settings_of(company: Company) -> Settings:
    """The plant's figures over the defaults."""
    return with_figures(settings_row(company).figures)


def with_figures(figures: dict[str, object]) -> Settings:
    """Stored figures as settings; unknown names are left out, lists become tuples."""
    known = {one.name for one in fields(Settings)}
    given = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in figures.items()
        if name in known
    }
    return Settings(**given)  # type: ignore[arg-type]


def visible_hazards(account: Account, *, with_deleted: bool = False) -> QuerySet[Hazard]:
    """All of the company for who has the whole of it in view; else of one's departments and own."""
    rows = Hazard.objects.filter(company=company_of(account)).select_related(*RELATED)
    if not with_deleted:
        rows = rows.filter(deleted_at__isnull=True)
    if not account.may("hazards.all"):
        return rows.filter(_own(account))
    scope = scope_of(account, "hazards.all")
    if scope is None:
        return rows
    here = Q(unit__in=scope) | Q(unit__isnull=True, area__department__in=scope)
    return rows.filter(here | _own(account))


def _own(account: Account) -> Q:
    mine = Q(reporter=account)
    return mine | Q(rectifier=account.person_id) if account.person_id else mine


def cards(rows: QuerySet[Hazard]) -> QuerySet[Hazard]:
    """Only what a card shows and what tells whose turn it is: a quarter of a row's columns, and
    two of the six rows it points to. Hundreds of them stand on a board."""
    return rows.select_related(None).select_related("unit", "area").only(*CARD)


def deleted_hazards(account: Account) -> QuerySet[Hazard]:
    """Those marked as deleted, which the keeper of the ledger may bring back."""
    return visible_hazards(account, with_deleted=True).filter(deleted_at__isnull=False)


def hazard_for(account: Account, pk: UUID | str) -> Hazard:
    """One of them, else 404; the keeper of the ledger also sees what was deleted."""
    rows = visible_hazards(account, with_deleted=account.may("hazards.edit"))
    return get_object_or_404(rows, pk=pk)
