"""Lists taken over from the shipped library, and made from the register's measures."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction

from anhuan.domains.inspection.actions.configuring import save_standard
from anhuan.domains.inspection.models import Standard
from anhuan.domains.inspection.seeds import shipped_lists
from anhuan.domains.org.models import Account, Company
from anhuan.domains.risk.queries.near import KnownRisk, checked_risks
from anhuan.kernel.errors import refuse

RISK_LIBRARY = "风险管控措施"


@transaction.atomic
def take_lists(by: Account, company: Company, keys: Collection[str]) -> int:
    """Those chosen that the plant does not have yet; how many. What it changed stays its own."""
    wanted = [one for one in shipped_lists() if one.key in keys]
    if not wanted:
        raise refuse("nothing_chosen", "请至少选择一份检查标准")
    known = _names(company)
    new = [one for one in wanted if (one.library, one.name) not in known]
    for one in new:
        save_standard(by, company, one.items, library=one.library, name=one.name, basis=one.basis)
    return len(new)


@transaction.atomic
def lists_from_risks(by: Account, company: Company) -> int:
    """A list for each risk unit with checked measures, each item bound to its measure (INS-005).

    A unit that has its list is left alone; how many are new.
    """
    known, units = _names(company), _by_unit(checked_risks(company))
    new = {name: items for name, items in units.items() if (RISK_LIBRARY, name) not in known}
    for name, items in new.items():
        save_standard(by, company, items, library=RISK_LIBRARY, name=name, basis="风险分级管控清单")
    return len(new)


def _names(company: Company) -> set[tuple[str, str]]:
    rows = Standard.objects.filter(company=company, is_retired=False)
    return set(rows.values_list("library", "name"))


def _by_unit(risks: Iterable[KnownRisk]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for risk in risks:
        name = f"{risk.object_name} {risk.unit_name}"[:100]
        found.setdefault(name, []).extend(
            {"part": risk.name[:100], "name": (one.check_content or one.text)[:300],
             "kind": "check", "risk_measure_id": one.id}
            for one in risk.measures
        )  # fmt: skip
    return found
