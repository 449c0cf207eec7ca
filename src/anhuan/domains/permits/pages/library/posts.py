"""Who signs for a post of the forms: named accounts, else whoever has the role (PTW-050)."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from anhuan.desk.details import Panel, Table, respond_detail
from anhuan.desk.forms import respond_form
from anhuan.desk.pages import form_page, page
from anhuan.domains.org.models import Company, Department
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.org.rules import ROLE_LABELS
from anhuan.domains.permits.actions import set_post_holders
from anhuan.domains.permits.forms.duties import PostForm
from anhuan.domains.permits.models import PostHolder
from anhuan.domains.permits.rules.posts import DEFAULT_ROLES
from anhuan.domains.permits.rules.roles import POSTS, Signer


@page("permits.edit")
def posts(request: HttpRequest) -> HttpResponse:
    """Every post with who signs for it where."""
    held = _held(company_of(account_of(request)))
    rows = [row for post in POSTS for row in _rows(post, held.get(post, {}))]
    table = Table(["岗位", "范围", "签字人"], rows)
    return respond_detail(
        request, "签批岗位", crumbs=[("作业票", reverse("permits:permits"))],
        panels=[Panel("谁代表岗位签字", table=table, note="没有指定时，由有该角色的账号签字")],
    )  # fmt: skip


def _held(company: Company) -> dict[str, dict[Department | None, list[str]]]:
    """Post → department (None: the plant) → names."""
    found: dict[str, dict[Department | None, list[str]]] = defaultdict(lambda: defaultdict(list))
    rows = PostHolder.objects.filter(company=company).select_related("account__person", "unit")
    for one in rows.order_by("unit__position", "account__username"):
        found[one.post][one.unit].append(one.account.display_name)
    return found


def _rows(post: Signer, held: dict[Department | None, list[str]]) -> list[list[Any]]:
    url = f"{reverse('permits:post_edit')}?post={post.value}"
    if not held:
        by_role = "、".join(ROLE_LABELS[role] for role in DEFAULT_ROLES[post])
        return [[(post.label, url), "全企业", f"按角色：{by_role}"]]
    return [
        [(post.label, f"{url}&unit={unit.pk}" if unit else url),
         unit.name if unit else "全企业", "、".join(names)]
        for unit, names in held.items()
    ]  # fmt: skip


@form_page("permits.edit")
def post_edit(request: HttpRequest) -> HttpResponse:
    """Name them; nobody named gives the post back to the roles."""
    post = request.GET.get("post", "")
    if post not in POSTS:
        return redirect("permits:posts")
    account, signer = account_of(request), Signer(post)
    company = company_of(account)
    unit = _unit(request, company)
    rows = PostHolder.objects.filter(company=company, post=post, unit=unit)
    start = {"unit": unit, "accounts": list(rows.values_list("account", flat=True))}
    form = PostForm(request.POST or None, company=company, initial=start)
    return respond_form(
        request, form,
        lambda data: set_post_holders(account, company, signer, data["accounts"], data["unit"]),
        f"签批岗位：{signer.label}", reverse("permits:posts"),
        crumbs=[("签批岗位", reverse("permits:posts"))],
    )  # fmt: skip


def _unit(request: HttpRequest, company: Company) -> Department | None:
    try:
        asked = UUID(request.GET.get("unit", ""))
    except ValueError:
        return None
    found: Department | None = Department.objects.filter(company=company, pk=asked).first()
    return found
