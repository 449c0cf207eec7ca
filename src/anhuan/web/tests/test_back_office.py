"""The back office shows an administrator the tables of their own company."""

import pytest

from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_company, make_person, sign_in
from anhuan.domains.positioning.models import DeadLetter
from anhuan.kernel import clock

pytestmark = pytest.mark.django_db


def test_another_companys_rows_are_not_there():
    account = make_account(role=Role.ADMINISTRATOR)
    mine, theirs = make_person(account.company, name="王海涛"), make_person(name="赵外人")
    client = sign_in(account)
    listed = client.get("/admin/org/person/").content.decode()
    assert mine.name in listed
    assert theirs.name not in listed
    assert client.get(f"/admin/org/person/{theirs.pk}/change/").status_code == 302  # not found


def test_what_belongs_to_nobody_is_shown_only_in_a_house_of_one_plant():
    account = make_account(role=Role.ADMINISTRATOR)
    client = sign_in(account)
    DeadLetter.objects.create(
        at=clock.now(), subject="anhuan.v1.ranging.g1", reason="not_json", payload=b"?"
    )
    assert "not_json" in client.get("/admin/positioning/deadletter/").content.decode()
    make_company()
    assert "not_json" not in client.get("/admin/positioning/deadletter/").content.decode()
