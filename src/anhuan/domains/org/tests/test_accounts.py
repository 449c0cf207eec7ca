"""Accounts, roles and tokens."""

from datetime import timedelta

import pytest
from django.test import Client

from anhuan.domains.audit.queries import history_of
from anhuan.domains.org import actions, queries
from anhuan.domains.org.models import Account, ApiToken
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import (
    make_account,
    make_company,
    make_department,
    make_person,
    sign_in,
)
from anhuan.kernel import clock
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db

FIRST = "First-2026-pass"


def admin():
    account = make_account(role=Role.ADMINISTRATOR)
    return account, sign_in(account)


@pytest.mark.clause("BASE-006")
def test_an_administrator_makes_changes_and_closes_an_account():
    account, client = admin()
    person = make_person(account.company, name="赵磊")
    form = {"username": "zhaolei", "person": str(person.pk), "is_active": "on",
            "roles": ["operator", "guardian"], "password": FIRST}  # fmt: skip
    answer = client.post("/accounts/new/", form)
    made = Account.objects.get(username="zhaolei")
    assert answer.url == f"/accounts/{made.pk}/"
    assert made.roles == ["operator", "guardian"]
    assert made.must_change_password
    client.post(f"/accounts/{made.pk}/edit/", {"username": "zhaolei", "roles": ["worker"]})
    made = Account.objects.get(pk=made.pk)
    assert (made.is_active, made.roles) == (False, ["worker"])
    grant = history_of(made).filter(verb="grant").first()
    assert grant.after == {"角色": ["作业人"]}


def test_a_scope_reaches_the_department_and_below():
    account, client = admin()
    department = make_department(account.company)
    form = {"username": "head1", "is_active": "on", "roles": ["department_head"],
            "scope": str(department.pk), "password": FIRST}  # fmt: skip
    client.post("/accounts/new/", form)
    made = Account.objects.get(username="head1")
    assert queries.scope_of(made, "people.view") == {department.pk}
    assert queries.scope_of(account, "people.view") is None


def test_the_last_administrator_stays():
    account, client = admin()
    form = {"username": account.username, "is_active": "on", "roles": ["operator"]}
    page = client.post(f"/accounts/{account.pk}/edit/", form)
    assert page.status_code == 422 and "最后一个系统管理员" in page.content.decode()
    assert Account.objects.get(pk=account.pk).roles == [Role.ADMINISTRATOR]


def test_nobody_closes_the_own_account():
    account, client = admin()
    make_account(account.company, Role.ADMINISTRATOR)
    form = {"username": account.username, "roles": ["administrator"]}
    page = client.post(f"/accounts/{account.pk}/edit/", form).content.decode()
    assert "不能停用自己的账号" in page


def test_one_person_one_account_one_name():
    account, client = admin()
    person = make_person(account.company)
    make_account(account.company, person=person, username="Taken")
    form = {"username": "taken", "person": str(person.pk), "is_active": "on", "password": FIRST}
    page = client.post("/accounts/new/", form).content.decode()
    assert "登录名 taken 已被使用" in page and "已有账号 Taken" in page


def test_a_given_password_follows_the_rules():
    account, client = admin()
    other = make_account(account.company)
    page = client.post(f"/accounts/{other.pk}/password/", {"password": "short"})
    assert page.status_code == 422
    assert client.post(f"/accounts/{other.pk}/password/", {"password": FIRST}).status_code == 302
    other.refresh_from_db()
    assert other.check_password(FIRST) and other.must_change_password


def test_a_lock_is_opened_and_a_lost_phone_forgotten():
    account, client = admin()
    other = make_account(account.company, Role.ADMINISTRATOR)
    sign_in(other)
    for n in range(5):
        Client().post("/login/", {"login": other.username, "password": f"Wrong-{n}"})
    client.post(f"/accounts/{other.pk}/unlock/")
    assert not other.authenticator_set.exists()
    answer = Client().post("/login/", {"login": other.username, "password": "Wrong-again-1"})
    assert answer.status_code == 200  # one failure, not a lock


def test_accounts_of_another_company_do_not_exist():
    _, client = admin()
    stranger = make_account(make_company())
    for url in (f"/accounts/{stranger.pk}/", f"/accounts/{stranger.pk}/edit/"):
        assert client.get(url).status_code == 404


def get(raw: str, url: str = "/api/v1/people"):
    return Client().get(url, headers={"Authorization": f"Token {raw}"})


def test_a_token_is_shown_once_works_and_is_kept_as_a_digest():
    account, client = admin()
    user = make_account(account.company)
    answer = client.post("/accounts/tokens/new/", {"account": str(user.pk), "label": "人事系统"})
    page = answer.content.decode()
    raw = page.split('class="secret">')[1].split("<")[0]
    assert raw.startswith("anh_") and get(raw).status_code == 200
    token = ApiToken.objects.get()
    assert raw not in (token.digest, token.label)
    assert raw not in client.get(f"/accounts/tokens/{token.pk}/").content.decode()
    client.post(f"/accounts/tokens/{token.pk}/revoke/")
    assert get(raw).status_code == 401


def test_a_token_is_cut_to_its_scopes():
    user = make_account()
    raw = actions.issue_api_token(user, user, "只读组织", ["org.view"])
    assert get(raw, "/api/v1/departments").status_code == 200
    assert get(raw).status_code == 403


def test_a_token_never_exceeds_its_account():
    user = make_account(role=Role.WORKER)
    raw = actions.issue_api_token(user, user, "想多看", ["people.view"])
    assert get(raw).status_code == 403


def test_tokens_end(time_machine=None):
    user = make_account()
    now = clock.now()
    raw = actions.issue_api_token(user, user, "短期", expires_at=now + timedelta(hours=1))
    assert queries.account_for_token(raw, now + timedelta(minutes=59)) is not None
    assert queries.account_for_token(raw, now + timedelta(hours=1)) is None
    actions.change_account(make_account(user.company), user, {"is_active": False})
    assert get(raw).status_code == 401


@pytest.mark.parametrize(
    ("label", "scopes", "ago", "code"),
    [
        (" ", [], 0, "label_missing"),
        ("x", ["no.such"], 0, "unknown_scope"),
        ("x", [], 1, "expires_in_past"),
    ],
)
def test_what_a_token_may_not_be(label, scopes, ago, code):
    user = make_account()
    expires = clock.now() - timedelta(hours=1) if ago else None
    with pytest.raises(Refused) as refused:
        actions.issue_api_token(user, user, label, scopes, expires)
    assert [b.code for b in refused.value.blockers] == [code]


@pytest.mark.parametrize("header", ["Token", "Token a b", "Token nonsense", "Bearer x"])
def test_broken_tokens_are_refused(header):
    answer = Client().get("/api/v1/people", headers={"Authorization": header})
    assert answer.status_code in (401, 403)


def test_roles_are_found_with_their_reach():
    company = make_company()
    department = make_department(company)
    team = make_department(company, parent=department, level="team", name="甲班")
    wide = make_account(company, Role.SHIFT_LEADER)
    narrow = make_account(company, Role.SHIFT_LEADER, department=department)
    elsewhere = make_account(company, Role.SHIFT_LEADER, department=make_department(company))
    make_account(company, Role.SHIFT_LEADER, is_active=False)
    make_account(make_company(), Role.SHIFT_LEADER)
    found = queries.accounts_with_role
    assert set(found(company, Role.SHIFT_LEADER)) == {wide, narrow, elsewhere}
    assert set(found(company, Role.SHIFT_LEADER, team)) == {wide, narrow}
