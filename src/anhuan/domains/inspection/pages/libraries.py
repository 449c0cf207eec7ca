"""Check lists that come with the product, and those the register asks for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.pages import form_page, post_only
from anhuan.domains.inspection import actions
from anhuan.domains.inspection.forms.libraries import TakeForm
from anhuan.domains.org.queries import account_of, company_of

EDIT = "inspection.edit"


@form_page(EDIT)
def take(request: HttpRequest) -> HttpResponse:
    """Choose, and they are the plant's own from then on (INS-025, INS-030)."""
    account = account_of(request)
    return respond_form(
        request, TakeForm(request.POST or None),
        lambda data: actions.take_lists(account, company_of(account), data["lists"]),
        "导入通用检查标准", reverse("inspection:standards"),
    )  # fmt: skip


@post_only(EDIT)
def from_risks(request: HttpRequest) -> HttpResponse:
    """A list for each risk unit."""
    account = account_of(request)
    do_or_say(
        request, lambda: actions.lists_from_risks(account, company_of(account)),
        "已按风险分级管控清单生成检查标准；已有的没有改动",
    )  # fmt: skip
    return redirect("inspection:standards")
