"""Receivers and what is set."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings as django
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from anhuan.domains.org.models import Account, Company
from anhuan.domains.org.queries import company_of
from anhuan.domains.plant.queries import known_site
from anhuan.domains.reporting.models import ReportingSettings, Target
from anhuan.domains.reporting.rules.options import Options, options_of


def visible_targets(account: Account) -> QuerySet[Target]:
    """The receivers of one's own company."""
    return Target.objects.filter(company=company_of(account))


def target_for(account: Account, pk: UUID | str) -> Target:
    """One of them, else 404."""
    return get_object_or_404(visible_targets(account), pk=pk)


def options_for(target: Target) -> Options:
    """What it wants otherwise."""
    return options_of(target.options)


def settings_of(company: Company) -> ReportingSettings:
    """What is set, else the defaults."""
    found = ReportingSettings.objects.filter(company=company).first()
    return found or ReportingSettings(company=company)


def zone_of(company: Company) -> ZoneInfo:
    """The plant's time zone."""
    site = known_site(company)
    return ZoneInfo(site.time_zone if site else django.TIME_ZONE)


def code_of(company: Company) -> str:
    """What the registration system calls the enterprise, else what we do."""
    return company.registration_no or company.credit_code or company.code
