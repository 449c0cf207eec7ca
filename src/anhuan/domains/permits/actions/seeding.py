"""Giving a plant its forms, gases and hazards; what it has tuned stays as it is."""

from django.db import transaction

from anhuan.domains.org.models import Company
from anhuan.domains.permits.models import FormTemplate, GasEntry, HazardEntry
from anhuan.domains.permits.queries.forms import current_form
from anhuan.domains.permits.rules.forms import FormTemplate as Form
from anhuan.domains.permits.rules.forms import template_data
from anhuan.domains.permits.rules.gases import Gas
from anhuan.domains.permits.rules.hazards import HazardRow
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.rules.signing import digest_of
from anhuan.domains.permits.seeds import shipped_form, shipped_forms, shipped_gases, shipped_hazards

_GAS = (
    "key", "name", "formula", "cas", "molar_mass_g", "lel_vol_pct", "uel_vol_pct", "mac_mg_m3",
    "twa_mg_m3", "stel_mg_m3", "note",
)  # fmt: skip


def seed_permits(company: Company) -> int:
    """Everything shipped that the plant does not have yet; how many rows were added."""
    with transaction.atomic():
        Company.objects.select_for_update().get(pk=company.pk)
        return _seed_forms(company) + _seed_gases(company) + _seed_hazards(company)


def _seed_forms(company: Company) -> int:
    """A newer shipped version takes over where the plant has never made one of its own."""
    return sum(_seed_form(company, form) for form in shipped_forms().values())


def _seed_form(company: Company, form: Form) -> int:
    content = template_data(form)
    digest, mine = digest_of(content), current_form(company, form.kind)
    if mine is not None and (mine.source != "seed" or mine.content_sm3 == digest):
        return 0
    FormTemplate.objects.filter(company=company, kind=form.kind, is_current=True).update(
        is_current=False
    )
    FormTemplate.objects.create(
        company=company, kind=form.kind, version=mine.version + 1 if mine else 1, name=form.title,
        content=content, content_sm3=digest, source="seed",
    )  # fmt: skip
    return 1


def _seed_gases(company: Company) -> int:
    known = set(GasEntry.objects.filter(company=company).values_list("key", flat=True))
    rows = [_gas(company, gas) for key, gas in shipped_gases().items() if key not in known]
    return len(GasEntry.objects.bulk_create(rows))


def _gas(company: Company, gas: Gas) -> GasEntry:
    return GasEntry(company=company, **{name: getattr(gas, name) for name in _GAS})


def _seed_hazards(company: Company) -> int:
    known = set(HazardEntry.objects.filter(company=company).values_list("key", flat=True))
    rows = [_hazard(company, row) for row in shipped_hazards() if row.key not in known]
    return len(HazardEntry.objects.bulk_create(rows))


def _hazard(company: Company, row: HazardRow) -> HazardEntry:
    return HazardEntry(
        company=company, key=row.key, step=row.step, hazard=row.hazard, measure=row.measure,
        consequence=row.consequence, kinds=[str(kind) for kind in row.kinds],
        levels=list(row.levels), places=list(row.places), flags=list(row.flags),
    )  # fmt: skip


def form_for(company: Company, kind: Kind) -> FormTemplate:
    """The version a new permit begins with; a plant without forms gets the shipped ones."""
    found = current_form(company, kind)
    if found is None:
        _seed_form(company, shipped_form(kind))
        _seed_gases(company)
        found = current_form(company, kind)
    assert found is not None
    return found
