"""What a plant sets for its register."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from anhuan.desk.forms import respond_form
from anhuan.desk.pages import form_page
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.risk import actions, queries
from anhuan.domains.risk.forms.settings import SettingsForm


@form_page("risk.configure")
def settings(request: HttpRequest) -> HttpResponse:
    """Bounds, what is red by itself, lists and spans."""
    account = account_of(request)
    company = company_of(account)
    form = SettingsForm(request.POST or None, settings=queries.settings_of(company))
    return respond_form(
        request, form, lambda data: actions.save_settings(account, company, form.asked(data)),
        "风险评价设置", reverse("risk:settings"), template="risk/settings_form.html",
        cancel=reverse("risk:map"),
    )  # fmt: skip
