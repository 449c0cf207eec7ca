"""How many rows a list says it has."""

import pytest
from django.core.cache import caches

from anhuan.desk.lists import counting
from anhuan.domains.org.models import Department
from anhuan.domains.org.tests.factories import make_company, make_department


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "MANY", 3)
    caches["counts"].clear()


@pytest.mark.django_db
def test_a_short_list_is_counted_each_time_and_a_long_one_once_a_minute() -> None:
    company = make_company()
    rows = Department.objects.filter(company=company)
    for n in range(2, 5):  # with the root above the first
        make_department(company)
        assert counting.count_of(rows) == n
    make_department(company)
    assert counting.count_of(rows) == 4  # as it was within the minute
    caches["counts"].clear()
    assert counting.count_of(rows) == 5


@pytest.mark.django_db
def test_other_filters_are_other_counts_and_an_impossible_one_is_none() -> None:
    company = make_company()
    for _ in range(4):
        make_department(company)
    assert counting.count_of(Department.objects.filter(company=company)) == 5
    assert counting.count_of(Department.objects.filter(company=make_company())) == 0
    assert counting.count_of(Department.objects.filter(pk__in=[])) == 0
