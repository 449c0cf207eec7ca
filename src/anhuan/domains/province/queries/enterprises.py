"""Which plants somebody may see: those of the bureaus below the grant (GOV-001: province, city,
county); a grant without a bureau is the whole authority's."""

from datetime import tzinfo
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, QuerySet
from django.shortcuts import get_object_or_404

from anhuan.domains.org.models import Account, Department
from anhuan.domains.org.queries import company_of
from anhuan.domains.org.queries.scope import scope_of
from anhuan.domains.province.models import Enterprise, LowerNode
from anhuan.domains.province.rules.papers import TOLD
from anhuan.kernel.digest import sm3_hex

VIEW = "province.view"


def visible_enterprises(account: Account, right: str = VIEW) -> QuerySet[Enterprise]:
    """Of the authority, within the scope in which the right is held."""
    rows = Enterprise.objects.filter(company=company_of(account), is_retired=False)
    scope = scope_of(account, right)
    if scope is not None:
        rows = rows.filter(bureau__in=scope)
    return rows.select_related("bureau")


def enterprise_for(account: Account, pk: UUID | str, right: str = VIEW) -> Enterprise:
    """One of them, else 404."""
    return get_object_or_404(visible_enterprises(account, right), pk=pk)


def bureaus_for(account: Account, right: str = VIEW) -> QuerySet[Department]:
    """The bureaus in the asker's scope, the higher first."""
    rows = Department.objects.filter(company=company_of(account), is_retired=False)
    scope = scope_of(account, right)
    found: QuerySet[Department] = rows if scope is None else rows.filter(pk__in=scope)
    return found


def keyed_enterprises() -> QuerySet[Enterprise]:
    """Every plant that has a token, of every authority here."""
    known = Enterprise.objects.exclude(token_sm3="").filter(is_retired=False)
    return known.select_related("company")


def known_by_token(token: str) -> Enterprise | None:
    """The plant whose token this is; a retired one has none."""
    if not token:
        return None
    known = Enterprise.objects.filter(token_sm3=sm3_hex(token.encode()), is_retired=False)
    return known.select_related("company").first()


def known_node(token: str) -> LowerNode | None:
    """The platform below whose token this is."""
    if not token:
        return None
    known = LowerNode.objects.filter(token_sm3=sm3_hex(token.encode()), is_retired=False)
    return known.select_related("company", "bureau").first()


def visible_nodes(account: Account, right: str = VIEW) -> QuerySet[Any]:
    """The platforms below, of the bureaus in the asker's scope; `plants`: how many each has."""
    rows = LowerNode.objects.filter(company=company_of(account))
    scope = scope_of(account, right)
    if scope is not None:
        rows = rows.filter(bureau__in=scope)
    return rows.select_related("bureau").annotate(plants=Count("enterprises"))


def told_of(authority: UUID, code: str) -> dict[str, Any]:
    """What the platform above is told of a plant of ours."""
    rows = Enterprise.objects.filter(company=authority, code=code)
    found = rows.values(*TOLD).first() or {}
    return {key: value for key, value in found.items() if value not in ("", None)}


def known_by_code(code: str) -> Enterprise | None:
    """The plant of that code, for forms that name it and prove it with their cipher's key."""
    known = Enterprise.objects.filter(code=code, is_retired=False, keyed_at__isnull=False)
    found = list(known.select_related("company")[:2])
    return found[0] if len(found) == 1 else None


def zone() -> tzinfo:
    """The node's: all plants of a province share it."""
    return ZoneInfo(settings.TIME_ZONE)
