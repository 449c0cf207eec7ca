"""Accounts, their roles, and keys for programs. Administrators only."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.lists import Column, Link, ListSpec, Tag, respond_list
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org import actions, queries
from anhuan.domains.org.forms.accounts import (
    ACCOUNT_FILTERS,
    AccountForm,
    NewAccountForm,
    PasswordForm,
    TokenForm,
)
from anhuan.domains.org.models import Account, ApiToken
from anhuan.domains.org.queries import account_of
from anhuan.domains.org.rules import Role
from anhuan.kernel import clock


@page("accounts.view")
def accounts(request: HttpRequest) -> HttpResponseBase:
    """Logins of the company."""
    spec = ListSpec(
        title="账号与角色",
        noun="个",
        default_sort="username",
        columns=[
            Column("username", "登录名", kind="link", sort="username"),
            Column("display_name", "姓名"),
            Column("roles", "角色", lambda a: [Tag(word) for word in role_words(a)], kind="tag"),
            Column("is_active", "启用", kind="bool"),
            Column("last_login", "上次登录", kind="time", sort="last_login"),
        ],
        filters=ACCOUNT_FILTERS,
        search=("username", "first_name", "person__name", "person__pinyin"),
        row_url=lambda a: reverse("org:account", args=[a.pk]),
        row_tone=lambda a: "" if a.is_active else "off",
        create_url=reverse("org:account_create"),
        create_right="accounts.edit",
        links=[Link("接口令牌", reverse("org:tokens"))],
        empty="还没有账号。",
    )
    return respond_list(request, spec, queries.accounts_with_grants(account_of(request)))


@page("accounts.view")
def account(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One login: person, roles, tokens, history."""
    found = queries.get_account_for(account_of(request), pk)
    tokens = [[t.label, t.created_at, t.last_used_at, token_tag(t)] for t in found.api_tokens.all()]
    grants = [[g.get_role_display(), g.department or "全企业"] for g in found.grants.all()]
    return respond_detail(
        request,
        found.display_name,
        target=found,
        crumbs=[("账号与角色", reverse("org:accounts"))],
        tags=[Tag("启用", "good") if found.is_active else Tag("停用", "off")],
        actions=[
            Action("编辑", reverse("org:account_edit", args=[pk]), "accounts.edit"),
            Action("重置密码", reverse("org:account_password", args=[pk]), "accounts.edit"),
            Action(
                "解除锁定与两步验证", reverse("org:account_unlock", args=[pk]), "accounts.edit",
                "post", confirm="解除登录锁定，并清除其两步验证（下次登录重新设置）。确定吗？",
            ),
        ],
        facts=[
            Fact("登录名", found.username),
            Fact("人员", found.person, url=_person_url(found)),
            Fact("上次登录", found.last_login),
            Fact("改密时间", found.password_changed_at),
        ],
        panels=[
            Panel("角色", table=Table(["角色", "范围"], grants, "没有角色，登录后什么也看不到")),
            Panel("接口令牌", table=Table(["用途", "建立", "最近使用", "状态"], tokens)),
        ],
        history=history_of(found)[:30],
    )  # fmt: skip


@form_page("accounts.edit")
def account_create(request: HttpRequest) -> HttpResponse:
    """A new login."""
    actor = account_of(request)
    company = queries.company_of(actor)
    form = NewAccountForm(request.POST or None, company=company, instance=Account(company=company))
    return respond_form(
        request,
        form,
        lambda data: actions.create_account(
            actor, company, form.changes, data["password"], form.grants
        ),
        "新建账号",
        lambda made: reverse("org:account", args=[made.pk]),
        cancel=reverse("org:accounts"),
    )


@form_page("accounts.edit")
def account_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a login and its roles."""
    actor = account_of(request)
    found = queries.get_account_for(actor, pk)
    form = AccountForm(request.POST or None, company=queries.company_of(actor), instance=found)
    return respond_form(
        request,
        form,
        lambda _: actions.change_account(actor, found, form.changes, form.grants),
        f"编辑 {found.username}",
        reverse("org:account", args=[pk]),
    )


@form_page("accounts.edit")
def account_password(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give a new password."""
    actor = account_of(request)
    found = queries.get_account_for(actor, pk)
    return respond_form(
        request,
        PasswordForm(request.POST or None),
        lambda data: actions.reset_password(actor, found, data["password"]),
        f"重置 {found.username} 的密码",
        reverse("org:account", args=[pk]),
        done="密码已重置，对方下次登录须改成自己的",
    )


@post_only("accounts.edit")
def account_unlock(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open a lock and forget the second factor."""
    actor = account_of(request)
    found = queries.get_account_for(actor, pk)
    do_or_say(request, lambda: actions.unlock_account(actor, found), "已解除")
    return HttpResponseRedirect(reverse("org:account", args=[pk]))


@page("accounts.view")
def tokens(request: HttpRequest) -> HttpResponseBase:
    """Keys for programs."""
    spec = ListSpec(
        title="接口令牌",
        noun="个",
        default_sort="-created_at",
        columns=[
            Column("label", "用途", kind="link", sort="label"),
            Column("account", "账号", sort="account__username"),
            Column("scopes", "限于权限", lambda t: "、".join(t.scopes) or "账号的全部权限"),
            Column("state", "状态", token_tag, kind="tag"),
            Column("created_at", "建立", kind="time", sort="created_at"),
            Column("last_used_at", "最近使用", kind="time", sort="last_used_at"),
            Column("expires_at", "到期", kind="time", sort="expires_at"),
        ],
        search=("label", "account__username"),
        row_url=lambda t: reverse("org:token", args=[t.pk]),
        row_tone=lambda t: "off" if t.revoked_at else "",
        create_url=reverse("org:token_create"),
        create_right="accounts.edit",
        create_label="签发",
        empty="还没有令牌。签发一个，别的程序就能用接口读写数据。",
    )
    return respond_list(request, spec, queries.company_tokens(account_of(request)))


@page("accounts.view")
def token(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One key: whose, for what, until when."""
    found = queries.get_token_for(account_of(request), pk)
    revoke = Action(
        "吊销", reverse("org:token_revoke", args=[pk]), "accounts.edit", "post", "danger",
        confirm="吊销后用它的程序立即不能访问。确定吗？",
    )  # fmt: skip
    return respond_detail(
        request,
        found.label,
        target=found,
        crumbs=[("接口令牌", reverse("org:tokens"))],
        tags=[token_tag(found)],
        actions=[] if found.revoked_at else [revoke],
        facts=[
            Fact("账号", found.account, url=reverse("org:account", args=[found.account_id])),
            Fact("建立", found.created_at),
            Fact("最近使用", found.last_used_at),
            Fact("到期", found.expires_at or "不过期"),
            Fact("限于权限", "、".join(found.scopes) or "账号的全部权限", wide=True),
        ],
        history=history_of(found)[:30],
    )


@form_page("accounts.edit")
def token_create(request: HttpRequest) -> HttpResponse:
    """Issue a key. It is shown on the answer to this form and never again."""
    actor = account_of(request)
    form = TokenForm(request.POST or None, company=queries.company_of(actor))
    issued: list[str] = []

    def issue(data: dict[str, object]) -> None:
        issued.append(actions.issue_api_token(actor, **data))  # type: ignore[arg-type]

    back = reverse("org:tokens")
    answer = respond_form(request, form, issue, "签发接口令牌", back, done="", submit="签发")
    if issued:
        answer = render(request, "org/token_issued.html", {"raw": issued[0], "title": "令牌已签发"})
        answer.headers["Cache-Control"] = "no-store"
    return answer


@post_only("accounts.edit")
def token_revoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Revoke a key."""
    actor = account_of(request)
    found = queries.get_token_for(actor, pk)
    do_or_say(request, lambda: actions.revoke_api_token(actor, found), "令牌已吊销")
    return HttpResponseRedirect(reverse("org:token", args=[pk]))


def role_words(found: Account) -> list[str]:
    """Role names, with their scope where it is not the whole company."""
    return [
        Role(g.role).label + (f"·{g.department}" if g.department else "")
        for g in found.grants.all()
    ]


def token_tag(found: ApiToken) -> Tag:
    """Whether the key opens anything."""
    if found.revoked_at:
        return Tag("已吊销", "off")
    if found.expires_at and found.expires_at <= clock.now():
        return Tag("已到期", "off")
    return Tag("有效", "good")


def _person_url(found: Account) -> str:
    return reverse("org:person", args=[found.person_id]) if found.person_id else ""
