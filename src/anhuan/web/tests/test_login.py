"""The front door: words, lockout, expiry, passwords, second factor, audit."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.test import Client

from anhuan.domains.audit.models import AuditRow
from anhuan.domains.org import actions
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import PASSWORD, make_account, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


def log_in(client: Client, username: str, password: str = PASSWORD, **extra):
    return client.post("/login/", {"login": username, "password": password, **extra})


def verbs(account) -> list[str]:
    rows = AuditRow.objects.filter(target_id=str(account.pk)).order_by("id")
    return [row.verb for row in rows]


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_somebody_signs_in_and_out_and_both_are_written_down():
    account, client = make_account(), Client()
    assert log_in(client, account.username).status_code == 302
    assert client.get("/mine/").status_code == 200
    client.post("/logout/")
    assert client.get("/mine/").status_code == 302
    assert verbs(account)[-2:] == ["login", "logout"]
    assert AuditRow.objects.filter(verb="login").get().address == "127.0.0.1"


def test_a_wrong_password_says_what_will_happen():
    account = make_account()
    answer = log_in(Client(), account.username, "wrong-Password-1")
    assert "连续 5 次不对将锁定 30 分钟" in answer.content.decode()
    assert verbs(account)[-1] == "login_failed"


def test_an_unknown_name_is_told_nothing_more_and_written_down():
    known = log_in(Client(), make_account().username, "wrong").content.decode()
    unknown = log_in(Client(), "nobody", "wrong").content.decode()
    strip = re.compile(r'value="[^"]*"|name="csrfmiddlewaretoken"[^>]*|\d{13}|\d\d:\d\d:\d\d')
    csrf = re.compile(r'"X-CSRFToken":"[^"]*"')
    assert csrf.sub("", strip.sub("", known)) == csrf.sub("", strip.sub("", unknown))
    assert AuditRow.objects.filter(verb="login_failed", target_name="nobody").exists()


def test_five_failures_lock_the_name_and_the_right_password_does_not_open_it():
    account, client = make_account(), Client()
    answers = [log_in(client, account.username, f"Wrong-pass-{n}") for n in range(5)]
    assert [a.status_code for a in answers] == [200, 200, 200, 200, 429]
    assert "锁定 30 分钟" in answers[-1].content.decode()
    assert log_in(client, account.username).status_code == 429
    assert verbs(account).count("login_failed") == 5
    assert verbs(account)[-1] == "locked_out"


def test_four_failures_do_not_lock():
    account, client = make_account(), Client()
    for n in range(4):
        log_in(client, account.username, f"Wrong-pass-{n}")
    assert log_in(client, account.username).status_code == 302


def test_a_closed_account_is_told_so():
    account = make_account(is_active=False)
    answer = log_in(Client(), account.username)
    assert answer.status_code == 302
    assert "已停用" in Client().get(answer.url).content.decode()


def test_a_session_that_ran_out_is_explained_on_the_login_page():
    client = Client()
    client.cookies["sessionid"] = "gone"
    answer = client.get("/mine/", follow=True)
    assert "登录已过期" in answer.content.decode()
    assert "登录已过期" not in Client().get("/mine/", follow=True).content.decode()


def test_nobody_signs_up_by_themselves():
    assert Client().get("/login/signup/").status_code == 404


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("Short-1", "10"),
        ("alllowercaseletters", "至少三种"),
        ("1234567890123", "至少三种"),
    ],
)
def test_weak_passwords_are_refused_with_the_rule(password, sentence):
    client = sign_in(make_account())
    form = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    answer = client.post("/account/password/", form)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()


def test_a_new_password_works_and_other_sessions_end():
    account = make_account()
    here, elsewhere = sign_in(account), sign_in(account)
    new = "Another-2026-pass"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert here.post("/account/password/", form).status_code == 302
    assert here.get("/mine/").status_code == 200
    assert elsewhere.get("/mine/").status_code == 302
    assert log_in(Client(), account.username, new).status_code == 302
    assert "change_password" in verbs(account)


def test_a_password_set_by_somebody_else_must_be_changed_first():
    account = make_account()
    actions.reset_password(make_account(account.company), account, "Given-2026-pass")
    client = Client()
    log_in(client, account.username, "Given-2026-pass")
    assert client.get("/mine/").url == "/account/password/"
    assert client.get("/api/v1/people").json()["code"] == "account_change_password"
    new = "My-own-2026-pass"
    form = {"oldpassword": "Given-2026-pass", "password1": new, "password2": new}
    client.post("/account/password/", form)
    assert client.get("/mine/").status_code == 200


def test_an_administrator_sets_up_the_second_step_before_anything_else():
    account, client = make_account(role=Role.ADMINISTRATOR), Client()
    log_in(client, account.username)
    assert client.get("/people/").url == "/account/second-step/on/"
    assert client.get("/api/v1/people").status_code == 403
    assert client.get("/pulse/").status_code == 403  # not led there: the page would begin anew
    page = client.get("/account/second-step/on/").content.decode()
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page).group(1)
    answer = client.post("/account/second-step/on/", {"code": code_of(secret)}, follow=True)
    assert "备用码" in answer.content.decode()
    assert client.get("/people/").status_code == 200
    stored = Authenticator.objects.get(user=account, type="totp").data["secret"]
    assert secret not in stored
    client.post("/logout/")
    assert log_in(client, account.username).url == "/login/code/"
    assert client.get("/people/").status_code == 302
    wrong = client.post("/login/code/", {"code": "000000"})
    assert "验证码不对" in wrong.content.decode()
    assert verbs(account)[-1] == "login_failed"
    client.post("/login/code/", {"code": code_of(secret)})
    assert client.get("/people/").status_code == 200


def test_an_administrator_cannot_give_the_second_step_up():
    client = Client()
    account = make_account(role=Role.ADMINISTRATOR)
    log_in(client, account.username)
    page = client.get("/account/second-step/on/").content.decode()
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page).group(1)
    client.post("/account/second-step/on/", {"code": code_of(secret)})
    answer = client.post("/account/second-step/off/")
    assert "不能关闭" in answer.content.decode()
    assert Authenticator.objects.filter(user=account, type="totp").exists()


def test_the_demo_may_switch_the_second_step_off(settings):
    settings.MFA_REQUIRED = False
    client = Client()
    log_in(client, make_account(role=Role.ADMINISTRATOR).username)
    assert client.get("/people/").status_code == 200


def test_other_roles_need_no_second_step():
    client = Client()
    log_in(client, make_account(role=Role.OPERATOR).username)
    assert client.get("/people/").status_code == 200


def test_pages_carry_a_strict_policy():
    policy = Client().get("/login/").headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe-inline" not in policy.split("style-src-attr")[0]
