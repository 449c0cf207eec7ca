"""Hazards from a sheet, each as far along as its row says, signed by who brought them in."""

from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction

from anhuan.domains.hazards.actions.reporting import (
    NUMBERING,
    announce,
    next_number,
    object_fields,
)
from anhuan.domains.hazards.actions.steps import Doing, arrive
from anhuan.domains.hazards.models import Hazard
from anhuan.domains.hazards.rules.codes import Way
from anhuan.domains.hazards.rules.importing import row_blockers, state_of_row
from anhuan.domains.hazards.rules.states import Deed, State, Who
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import company_of
from anhuan.kernel import clock
from anhuan.kernel.errors import refuse_if_any

_SAME = ("name", "place", "found_at")


def import_hazard(by: Account, row: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    """Bring in one row: "created", or "unchanged" when there is one of that name, place and time.

    `row`: fields of `Hazard`, None where the cell was empty; `labels`: what the columns are called.
    """
    company, now = company_of(by), clock.now()
    refuse_if_any(row_blockers(row, labels, now))
    with transaction.atomic():
        connection.cursor().execute(
            "SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [NUMBERING, str(company.pk)]
        )
        same = {name: row[name] for name in _SAME}
        if Hazard.objects.filter(company=company, deleted_at__isnull=True, **same).exists():
            return "unchanged"
        hazard = Hazard(company=company, **_fields(row))
        hazard.number, hazard.reporter, hazard.reported_at = next_number(company, now), by, now
        hazard.reporter_name = by.display_name
        for name, value in object_fields(company, hazard.object_code, hazard.area).items():
            setattr(hazard, name, value)
        state = state_of_row(row)
        arrive(hazard, state, row.get("accepted_at") or now)
        hazard.assessed_at = None if state is State.REPORTED else now
        hazard.save(force_insert=True)
        announce(hazard, by, Doing(Deed.IMPORT), Who.KEEPER, now)
    return "created"


def _fields(row: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: value for name, value in row.items() if value is not None}
    found.setdefault("description", found["name"])
    if found.get("level") is not None:
        found.setdefault("way", Way.BY_DEADLINE)
    if person := found.get("rectifier"):
        found["rectifier_name"] = person.name
    return found
