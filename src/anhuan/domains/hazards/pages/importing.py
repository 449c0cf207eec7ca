"""The ledger from Excel: errors by cell, a preview, then all or nothing."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.imports import respond_import
from anhuan.desk.pages import form_page
from anhuan.domains.hazards import actions
from anhuan.domains.hazards.forms.importing import labels_of, sheet_of
from anhuan.domains.org.queries import account_of, company_of


@form_page("hazards.edit")
def import_hazards(request: HttpRequest) -> HttpResponseBase:
    """The template holds the plant's own departments, people, areas and objects."""
    account = account_of(request)
    spec = sheet_of(company_of(account))
    labels = labels_of(spec)
    return respond_import(
        request, spec, lambda row: actions.import_hazard(account, row, labels),
        reverse("hazards:ledger"),
    )  # fmt: skip
