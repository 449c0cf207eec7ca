"""The plant's figures for hazards."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from anhuan.desk.forms import respond_form
from anhuan.desk.pages import form_page
from anhuan.domains.hazards import actions
from anhuan.domains.hazards.forms.configuring import SettingsForm
from anhuan.domains.hazards.queries import settings_of
from anhuan.domains.org.queries import account_of, company_of


@form_page("hazards.edit")
def settings(request: HttpRequest) -> HttpResponse:
    """Time limits, who is told, who accepts."""
    account = account_of(request)
    company = company_of(account)
    form = SettingsForm(request.POST or None, settings=settings_of(company))
    return respond_form(
        request, form, lambda _: actions.save_settings(account, company, form.figures()),
        "隐患设置", reverse("hazards:settings"), cancel=reverse("hazards:hazards"),
    )  # fmt: skip
