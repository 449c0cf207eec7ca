"""A row of each library, for whoever asks for every address."""

from typing import Any

from anhuan.domains.org.models import Company
from anhuan.domains.permits.actions import seed_permits
from anhuan.domains.permits.models import FormTemplate, GasEntry, HazardEntry, PermitPoint


def library_rows(company: Company) -> dict[str, Any]:
    """What the plant was given, and a point code."""
    seed_permits(company)
    return {
        "permit_form": FormTemplate.objects.filter(company=company).first(),
        "permit_gas": GasEntry.objects.filter(company=company).first(),
        "permit_hazard": HazardEntry.objects.filter(company=company).first(),
        "permit_point": PermitPoint.objects.create(
            company=company, code="P-1", name="泵房", x_m=10.0, y_m=10.0
        ),
    }
