"""The page of the audit chain."""

import pytest
from django.urls import reverse

from anhuan.domains.audit.actions import record, seal_waiting
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_company, sign_in

pytestmark = pytest.mark.django_db


def test_the_page_shows_ones_own_companys_rows_and_the_state_of_the_chain():
    mine, other = make_account(role=Role.SAFETY_MANAGER), make_account(make_company())
    record(mine, "view_track", mine, note="昨天")
    record(other, "view_track", other, note="别家")
    seal_waiting()
    page = sign_in(mine).get(reverse("audit:rows")).content.decode()
    assert "查看轨迹" in page
    assert "已封" in page
    assert other.company.name not in page


def test_an_operator_may_not_read_it():
    client = sign_in(make_account(role=Role.OPERATOR))
    assert client.get(reverse("audit:rows")).status_code == 403
