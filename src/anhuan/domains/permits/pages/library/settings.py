"""The plant's figures: nights, upgrades, limits of time, signing on site."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from anhuan.desk.forms import respond_form
from anhuan.desk.pages import form_page
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.permits.actions.configuring import save_settings
from anhuan.domains.permits.forms.library import SettingsForm, settings_initial
from anhuan.domains.permits.queries import settings_of
from anhuan.domains.permits.queries.figures import with_figures


@form_page("permits.edit")
def settings(request: HttpRequest) -> HttpResponse:
    """One form; what reaches behind the standard is refused with the clause."""
    account = account_of(request)
    company = company_of(account)
    row = settings_of(company)
    start = settings_initial(row, with_figures(row.figures))
    form = SettingsForm(request.POST or None, initial=start)
    return respond_form(
        request, form,
        lambda _: save_settings(account, company, form.changes(row.figures)),
        "作业票设置", reverse("permits:settings"), template="permits/settings.html",
        cancel=reverse("permits:permits"),
    )  # fmt: skip
