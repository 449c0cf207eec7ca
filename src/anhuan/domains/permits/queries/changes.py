"""Forms that an approved change has put in question."""

from django.db.models import QuerySet

from anhuan.domains.org.models import Account, Company
from anhuan.domains.org.queries import company_of
from anhuan.domains.permits.models import FormReview


def visible_reviews(account: Account) -> QuerySet[FormReview]:
    """Of the account's company, the newest first."""
    rows = FormReview.objects.filter(company=company_of(account))
    return rows.select_related("asked_by__person", "settled_by__person")


def kinds_in_question(company: Company) -> set[str]:
    """Kinds of work whose form waits for a review."""
    rows = FormReview.objects.filter(company=company, outcome="")
    return set(rows.values_list("kind", flat=True))
