"""The plant's weights and points."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from anhuan.desk.forms import respond_form
from anhuan.desk.pages import form_page
from anhuan.domains.mechanism import actions
from anhuan.domains.mechanism.forms.settings import SettingsForm
from anhuan.domains.mechanism.queries import settings_of
from anhuan.domains.org.queries import account_of, company_of


@form_page("mechanism.edit")
def settings(request: HttpRequest) -> HttpResponse:
    """Weights, deductions, vetoes, levels, rewards."""
    account = account_of(request)
    company = company_of(account)
    form = SettingsForm(request.POST or None, settings=settings_of(company))
    return respond_form(
        request, form, lambda _: actions.save_settings(account, company, form.figures()),
        "运行评估设置", reverse("mechanism:settings"), cancel=reverse("mechanism:overview"),
    )  # fmt: skip
