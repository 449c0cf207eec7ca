"""Fences in and out as files: Excel and GeoJSON in, with every error; GeoJSON out."""

import json
from io import BytesIO

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from anhuan.desk.files import respond_file
from anhuan.desk.imports import respond_import
from anhuan.desk.pages import form_page, page
from anhuan.domains.org.queries import company_of
from anhuan.domains.positioning.forms.fence_geojson import as_geojson, read_fences
from anhuan.domains.positioning.forms.fence_sheets import apply_fence, current_fences, fence_sheet
from anhuan.domains.positioning.pages.common import account_of
from anhuan.domains.positioning.queries.fences import frame_of

GEOJSON = "application/geo+json"


@form_page("fences.edit")
def fence_import(request: HttpRequest) -> HttpResponseBase:
    """All of the file, or nothing of it."""
    account = account_of(request)
    company = company_of(account)
    frame = frame_of(company)
    return respond_import(
        request, fence_sheet(company), lambda values: apply_fence(account, values),
        reverse("positioning:fences"), lambda: current_fences(account),
        read=lambda spec, content: read_fences(spec, content, frame),
    )  # fmt: skip


@page("fences.view")
def fence_export(request: HttpRequest) -> HttpResponseBase:
    """Every fence as GeoJSON in degrees; the import takes it back."""
    found = as_geojson(account_of(request))
    file = BytesIO(json.dumps(found, ensure_ascii=False, indent=1).encode())
    name = f"电子围栏 {timezone.localtime():%Y%m%d-%H%M}.geojson"
    return respond_file(request, file, name, GEOJSON)
