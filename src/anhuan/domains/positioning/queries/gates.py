"""Reading gate passages: who went through, and who is inside by them."""

from datetime import datetime
from typing import Any

from django.db.models import DateTimeField, Exists, F, OuterRef, QuerySet, Subquery

from anhuan.domains.org.models import Account, Company, Person
from anhuan.domains.positioning.models import GatePassage
from anhuan.domains.positioning.queries.devices import open_assignments
from anhuan.domains.positioning.queries.scope import scope_of
from anhuan.domains.positioning.rules import gates as rules


def visible_passages(account: Account, right: str = "tracks.view") -> QuerySet[GatePassage]:
    """Of people in the asker's scope, the newest first."""
    scope = scope_of(account, right)
    rows = GatePassage.objects.filter(scope.people("person__"), company=scope.company_id)
    return rows.select_related("person__department", "person__post").order_by("-at")


def people_inside(account: Account, now: datetime) -> QuerySet[Any]:
    """People in the asker's scope who went in and not out again, by the gates.

    With `passed_at`, `gate`, `is_tagged` (holds a tag) and `located_at` (of that tag, or None).
    """
    scope = scope_of(account, "positions.view")
    rows = people_by_last_passage(scope.company, now - rules.INSIDE_AT_MOST)
    held = open_assignments().filter(person=OuterRef("pk"))
    located = Subquery(held.values("tag__latest__t")[:1], output_field=DateTimeField())
    rows = rows.filter(scope.people(), way="in").select_related("department", "post", "employer")
    found: QuerySet[Any] = rows.annotate(is_tagged=Exists(held), located_at=located)
    return found


def without_tag(rows: QuerySet[Any], wanted: bool) -> QuerySet[Any]:
    """Those of `people_inside` whose tag was not located since they went in; or the others."""
    seen = rows.filter(located_at__gte=F("passed_at"))
    return rows.exclude(pk__in=seen.values("pk")) if wanted else seen


def gates_of(company: Company) -> list[str]:
    """The gates that ever told of somebody."""
    rows = GatePassage.objects.filter(company=company).order_by("gate")
    return list(rows.values_list("gate", flat=True).distinct())


def people_by_last_passage(company: Company, since: datetime) -> QuerySet[Any]:
    """People who went through a gate since then, with `way` and `passed_at` of the last time."""
    last = GatePassage.objects.filter(company=company, person=OuterRef("pk")).order_by("-at")
    rows = Person.objects.filter(company=company).annotate(
        way=Subquery(last.values("way")[:1]),
        passed_at=Subquery(last.values("at")[:1]),
        gate=Subquery(last.values("gate")[:1]),
    )
    return rows.filter(passed_at__gte=since)
