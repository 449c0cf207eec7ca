"""People an account may see."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from anhuan.domains.org.models import Account, Person
from anhuan.domains.org.queries.company import company_of
from anhuan.domains.org.queries.scope import scope_of


def visible_people(account: Account, right: str = "people.view") -> QuerySet[Person]:
    """People of the account's company, within the departments its grants reach."""
    people = Person.objects.filter(company=company_of(account))
    departments = scope_of(account, right)
    if departments is not None:
        people = people.filter(department_id__in=departments)
    return people.select_related("department", "post", "employer")


def get_person_for(account: Account, pk: UUID | str, right: str = "people.view") -> Person:
    """One of them, else 404."""
    try:
        return visible_people(account, right).get(pk=pk)
    except Person.DoesNotExist:
        raise Http404("没有这个人") from None


def search_people(account: Account, text: str, limit: int) -> QuerySet[Person]:
    """By name, initials of the pinyin, or number."""
    hit = Q(name__icontains=text) | Q(number__icontains=text)
    hit |= Q(pinyin__istartswith=text) | Q(pinyin__icontains=f" {text}")
    found = visible_people(account).filter(hit, is_retired=False)
    return found.order_by("pinyin", "number")[:limit]
