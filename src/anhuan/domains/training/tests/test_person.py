"""What a person's page says of them, whoever employs them; each thing was entered once."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import (
    make_account,
    make_company,
    make_contractor,
    make_person,
    sign_in,
)
from anhuan.domains.positioning.tests.factories import bind, make_tag
from anhuan.domains.training.queries.entitled import TrainingSource
from anhuan.domains.training.tests import make

pytestmark = pytest.mark.django_db


def page_of(person):
    safety = make_account(person.company, Role.SAFETY_MANAGER)
    return sign_in(safety).get(f"/people/{person.pk}/").content.decode()


@pytest.mark.clause("POS-084")
@pytest.mark.parametrize("is_contractor", [True, False])
def test_unit_name_age_trade_and_training_of_anybody(is_contractor):
    company = make_company()
    firm = make_contractor(name="鲁安检修") if is_contractor else None
    kind = "contractor" if firm else "employee"
    person = make_person(
        company, name="周铆工", kind=kind, employer=firm, trade="铆工", born_on="1990-02-01"
    )
    make.make_result(person, make.make_course(company, name="入厂教育"), date(2026, 1, 5))
    page = page_of(person)
    for text in ("周铆工", str(firm or company), "岁", "铆工", "入厂教育", "90"):
        assert text in page, text


@pytest.mark.clause("CON-005")
def test_one_person_holds_several_certificates():
    person = make_person(kind="contractor", employer=make_contractor())
    first = make.make_certificate(person, "welding")
    second = make.make_certificate(person, "guardian", valid_until=make.TODAY + timedelta(days=90))
    page = page_of(person)
    assert first.number in page and second.number in page


@pytest.mark.clause("AQG-006")
def test_a_person_entered_once_is_in_permits_positioning_and_training():
    company = make_company()
    person = make_person(company, name="一次录入", kind="employee")
    certificate = make.make_certificate(person, "welding")
    bind(make_tag(company), person)
    safety = make_account(company, Role.SAFETY_MANAGER)
    client = sign_in(safety)
    roster = client.get("/api/v1/roster").json()["people"]
    assert [one["name"] for one in roster] == ["一次录入"]
    assert "一次录入" in client.get(reverse("training:certificates")).content.decode()
    found = TrainingSource().certificates(company, [person.pk])  # as permits ask
    assert [one.number for one in found] == [certificate.number]
