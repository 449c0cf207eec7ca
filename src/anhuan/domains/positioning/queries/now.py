"""Everybody with a tag and where they are now: the live list (POS-001, AQL-067)."""

from datetime import timedelta
from typing import Any

from django.db.models import Case, F, QuerySet, Value, When

from anhuan.domains.org.models import Account
from anhuan.domains.positioning.queries.devices import open_assignments, settings_of
from anhuan.domains.positioning.queries.scope import scope_of
from anhuan.kernel import clock

STATES = (("live", "在线"), ("lost", "失联"), ("never", "从未定位"))


def people_now(account: Account) -> QuerySet[Any]:
    """Present holders with `where_state`, `area_name`, `floor_now`, `located_at`."""
    scope = scope_of(account, "positions.view")
    since = clock.now() - timedelta(seconds=settings_of(scope.company).tag_offline_s)
    state = Case(
        When(tag__latest__isnull=True, then=Value("never")),
        When(tag__latest__t__gte=since, then=Value("live")),
        default=Value("lost"),
    )
    rows = open_assignments().filter(scope.holders()).annotate(
        where_state=state,
        located_at=F("tag__latest__t"),
        floor_now=F("tag__latest__floor"),
        area_name=F("tag__latest__area__name"),
    )  # fmt: skip
    return rows.select_related(
        "tag__latest__area", "person__department", "person__post", "vehicle__department"
    )
