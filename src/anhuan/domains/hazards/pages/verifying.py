"""Whether the signatures of a hazard hold: every SM3 seal, every SM2 signature, every picture."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from anhuan.desk.pages import page
from anhuan.domains.hazards.queries import hazard_for, verify_hazard
from anhuan.domains.org.queries import account_of


@page("hazards.view")
def verify(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A line for the page; about 30 ms for each signature."""
    found = hazard_for(account_of(request), pk)
    faults = verify_hazard(found)
    context = {"faults": faults, "n": found.steps.count()}
    return render(request, "hazards/_verified.html", context)
