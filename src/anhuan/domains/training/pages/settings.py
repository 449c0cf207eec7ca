"""Warnings, and whether only what is on file counts."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from anhuan.desk.forms import respond_form
from anhuan.desk.pages import form_page
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.training import actions
from anhuan.domains.training.forms.settings import SettingsForm
from anhuan.domains.training.queries.scoped import settings_of


@form_page("training.edit")
def settings(request: HttpRequest) -> HttpResponse:
    """The plant's settings for certificates and training."""
    account = account_of(request)
    company = company_of(account)
    form = SettingsForm(request.POST or None, settings=settings_of(company))
    return respond_form(
        request, form, lambda data: actions.save_settings(account, company, data),
        "证书与培训设置", reverse("training:certificates"),
    )  # fmt: skip
