"""Pictures of a permit, as the browser shows them."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from anhuan.desk.files import respond_file
from anhuan.desk.pages import page
from anhuan.domains.documents.queries import path_of
from anhuan.domains.org.queries import account_of
from anhuan.domains.permits.models import Photo
from anhuan.domains.permits.queries import visible_permits


@page("permits.view")
def photo(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The content of one picture of a permit one may see."""
    mine = visible_permits(account_of(request)).values("pk")
    found = Photo.objects.filter(pk=pk, permit__in=mine).first()
    if found is None or not path_of(found.file_sm3).exists():
        raise Http404
    file = path_of(found.file_sm3).open("rb")
    return respond_file(request, file, found.file_name, found.media_type, inline=True)
