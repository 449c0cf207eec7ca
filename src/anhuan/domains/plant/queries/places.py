"""Areas, structures and hazard sources of one's own company."""

from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from anhuan.domains.org.models import Account, Company
from anhuan.domains.plant.models import Area, MajorHazardSource, Site, Structure


def site_of(company: Company | None) -> Site:
    """The company's site, else 404 in words."""
    site = known_site(company) if company else None
    if site is None:
        raise Http404("还没有登记厂区")
    return site


def known_site(company: Company) -> Site | None:
    """The same without the 404: None while nothing is registered."""
    try:
        return company.site  # kept with the company: pages ask for it several times
    except Site.DoesNotExist:
        return None


def search_areas(account: Account, text: str, limit: int) -> QuerySet[Area]:
    """By name or code."""
    hit = Q(name__icontains=text) | Q(code__icontains=text)
    return visible_areas(account).filter(hit)[:limit]


def search_structures(account: Account, text: str, limit: int) -> QuerySet[Structure]:
    """By name or tag number."""
    hit = Q(name__icontains=text) | Q(code__icontains=text)
    return visible_structures(account).filter(hit)[:limit]


def visible_areas(account: Account) -> QuerySet[Area]:
    """Areas with `sources`: how many major hazard sources lie in each."""
    rows = Area.objects.filter(company=account.company, is_retired=False)
    in_use = Count("hazard_sources", filter=Q(hazard_sources__is_retired=False))
    return rows.select_related("department").annotate(sources=in_use)


def get_area_for(account: Account, pk: UUID) -> Area:
    """One of them, else 404."""
    return get_object_or_404(visible_areas(account), pk=pk)


def visible_structures(account: Account) -> QuerySet[Structure]:
    """What stands in the plant."""
    rows = Structure.objects.filter(company=account.company, is_retired=False)
    return rows.select_related("area")


def get_structure_for(account: Account, pk: UUID) -> Structure:
    """One of them, else 404."""
    return get_object_or_404(visible_structures(account), pk=pk)


def visible_hazard_sources(account: Account) -> QuerySet[MajorHazardSource]:
    """Major hazard sources with their three responsible persons."""
    rows = MajorHazardSource.objects.filter(company=account.company, is_retired=False)
    return rows.select_related("area", "primary", "technical", "operational")


def get_hazard_source_for(account: Account, pk: UUID) -> MajorHazardSource:
    """One of them, else 404."""
    return get_object_or_404(visible_hazard_sources(account), pk=pk)
