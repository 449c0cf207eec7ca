"""Phones, files and to-dos as an account may see them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from anhuan.domains.documents.queries import path_of
from anhuan.domains.field.models import Device, FieldFile, Operation
from anhuan.domains.field.queries.registry import OPERATIONS, TODOS, Todo
from anhuan.domains.org.models import Account, Company
from anhuan.domains.org.queries import company_of
from anhuan.domains.org.rules import Role
from anhuan.domains.plant.models import Area
from anhuan.kernel.explosion import zone_number


def visible_devices(account: Account) -> QuerySet[Device]:
    """Phones used in the company, with how many operations came from each and were refused."""
    rows = Device.objects.filter(company=company_of(account)).select_related("account__person")
    refused = Count("operations", filter=Q(operations__state=Operation.State.REFUSED))
    return rows.annotate(received=Count("operations"), refused=refused)


def get_device_for(account: Account, pk: UUID) -> Device:
    """One of them, else 404."""
    return get_object_or_404(visible_devices(account), pk=pk)


def is_blocked(account: Account, device: UUID) -> bool:
    """Whether the phone was reported lost."""
    rows = Device.objects.filter(pk=device, company=account.company_id)
    return rows.filter(blocked_at__isnull=False).exists()


def operations_of(device: Device) -> QuerySet[Operation]:
    """What came from a phone, newest first."""
    return Operation.objects.filter(device=device).select_related("account__person")


def own_file(account: Account, pk: UUID) -> FieldFile:
    """A file one has begun to send oneself, else 404."""
    return get_object_or_404(FieldFile.objects.filter(account=account), pk=pk)


def complete_files(account: Account, ids: Iterable[UUID]) -> dict[UUID, FieldFile]:
    """Those of the account's own files that are there whole."""
    rows = FieldFile.objects.filter(account=account, pk__in=ids, completed_at__isnull=False)
    return {row.pk: row for row in rows}


def content_path(file: FieldFile) -> Any:
    """Where a complete file's content lies."""
    if not file.is_complete:
        raise Http404("文件还没有传完")
    return path_of(file.sm3)


def todos_of(account: Account, now: datetime) -> list[Todo]:
    """Everything to be done by this account, the most urgent first, then what is due soonest."""
    found = [todo for source in TODOS for todo in source(account, now)]
    return sorted(found, key=lambda one: (one.priority, one.due or one.at or now, one.id))


def me_of(account: Account) -> dict[str, Any]:
    """Who is asking, for the app's lease: name, roles, rights, the kinds of operation it may do."""
    person, company = account.person, account.company
    unit = str(person.employer or person.department or "") if person else ""
    return {
        "account": {"id": account.pk, "name": account.display_name, "login": account.username},
        "person": person and {
            "id": person.pk, "name": person.name, "number": person.number, "unit": unit,
        },
        "company": company and {"code": company.code, "name": company.name},
        "roles": [{"code": role, "label": Role(role).label} for role in account.roles],
        "rights": sorted(account.rights),
        "kinds": sorted(name for name, kind in OPERATIONS.items() if account.may(kind.right)),
    }  # fmt: skip


def explosive_zones(company: Company) -> set[int]:
    """The zones of the plant's explosive areas: 0, 1, 2 for gas, 20, 21, 22 for dust."""
    rows = Area.objects.filter(company=company, is_explosive=True, is_retired=False)
    return {zone_number(text) for text in rows.values_list("ex_zone", flat=True)}
