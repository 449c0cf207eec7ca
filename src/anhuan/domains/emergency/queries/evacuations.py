"""Evacuations of one's own company."""

from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from anhuan.domains.emergency.models import EmergencySettings, Evacuation
from anhuan.domains.emergency.rules.person import Stage
from anhuan.domains.org.models import Account, Company
from anhuan.domains.org.queries import company_of


def settings_of(company: Company) -> EmergencySettings:
    """The plant's settings, or the defaults (unsaved) while it has none."""
    found = EmergencySettings.objects.filter(company=company).first()
    return found or EmergencySettings(company=company)


def visible_evacuations(account: Account) -> QuerySet[Evacuation]:
    """All of the company, drills among them."""
    rows = Evacuation.objects.filter(company=company_of(account))
    return rows.select_related("company", "area", "alarm", "ordered_by__person")


def with_counts(rows: QuerySet[Evacuation]) -> QuerySet[Evacuation]:
    """With `affected` people and those `left`."""
    missing = Count("evacuees", filter=~Q(evacuees__stage=Stage.SAFE))
    return rows.annotate(affected=Count("evacuees"), left=missing)


def evacuation_for(account: Account, pk: UUID | str) -> Evacuation:
    """One of them, else 404."""
    rows = visible_evacuations(account).select_related("stood_down_by__person")
    return get_object_or_404(rows, pk=pk)


def open_evacuations(company: Company) -> QuerySet[Evacuation]:
    """Those not stood down, the newest first."""
    return Evacuation.objects.filter(company=company, stood_down_at__isnull=True)


def due_rows() -> list[UUID]:
    """Every open evacuation of this installation: what the worker looks after."""
    rows = Evacuation.objects.filter(stood_down_at__isnull=True).order_by("ordered_at")
    return list(rows.values_list("pk", flat=True))
