"""The plant's own figures of its rounds."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from anhuan.desk.forms import respond_form
from anhuan.desk.pages import form_page
from anhuan.domains.inspection import actions
from anhuan.domains.inspection.forms.plans import SettingsForm
from anhuan.domains.inspection.queries import settings_of
from anhuan.domains.org.queries import account_of, company_of

EDIT = "inspection.edit"


@form_page(EDIT)
def settings(request: HttpRequest) -> HttpResponse:
    """The plant's own figures."""
    account = account_of(request)
    company = company_of(account)
    own = settings_of(company)
    form = SettingsForm(request.POST or None, instance=own, company=company)
    return respond_form(
        request, form, lambda data: actions.save_settings(account, own, **data), "巡检设置",
        reverse("inspection:rounds"),
    )  # fmt: skip
