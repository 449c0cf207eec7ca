"""A phone's explosion protection against the zones of the plant, on both sides of each limit."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from anhuan.domains.field.rules.ledger import Protection, terminal_faults
from anhuan.domains.field.tests.make import device_row
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_company, sign_in
from anhuan.domains.plant.tests.factories import make_area

TODAY = date(2026, 11, 24)
GOOD = {"ex_mark": "Ex ib IIC T4 Gb", "ex_certificate": "CNEx26.1234"}


@pytest.mark.clause("DUAL-029", "AQP-110")
@pytest.mark.parametrize(("changes", "zones", "codes"), [
    ({}, {1, 2}, []),
    ({}, {0, 1}, ["ex_mark_zone"]),
    ({}, {1, 21}, ["ex_mark_zone"]),
    ({"ex_mark": ""}, {2}, ["ex_mark_missing"]),
    ({"ex_mark": ""}, set(), []),
    ({"ex_certificate": " "}, {1}, ["ex_certificate_missing"]),
    ({"ex_valid_until": TODAY}, {1}, []),
    ({"ex_valid_until": TODAY - timedelta(days=1)}, {1}, ["ex_certificate_expired"]),
])  # fmt: skip
def test_what_a_phone_needs_where_gas_may_explode(changes, zones, codes):
    known = Protection(**(GOOD | changes))
    assert [one.code for one in terminal_faults(known, zones, TODAY)] == codes


@pytest.mark.django_db
@pytest.mark.clause("DUAL-029")
def test_the_ledger_of_phones_keeps_mark_and_certificate_and_flags_what_does_not_fit():
    company = make_company()
    safety = make_account(company, Role.SAFETY_MANAGER)
    device, desk = device_row(company, safety), sign_in(safety)
    listed = lambda: desk.get(reverse("field:devices")).content.decode()  # noqa: E731
    assert "不符合" not in listed()  # nothing explodes here
    make_area(company, is_explosive=True, ex_zone="1区")
    assert "不符合" in listed()
    edit = reverse("field:device_edit", args=[device.pk])
    assert desk.post(edit, GOOD | {"note": "巡检 3 号机"}).status_code == 302
    assert "不符合" not in listed() and "巡检 3 号机" in listed()
    page = desk.get(reverse("field:device", args=[device.pk])).content.decode()
    assert GOOD["ex_mark"] in page and GOOD["ex_certificate"] in page
