"""Pictures of a permit, as the browser shows them."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from anhuan.desk.files import respond_file
from anhuan.desk.pages import page
from anhuan.domains.org.queries import account_of
from anhuan.domains.permits.queries import photo_for, photo_path
from anhuan.kernel.errors import Refused


@page("permits.view")
def photo(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The content of one picture of a permit one may see, as long as it is what was signed."""
    found = photo_for(account_of(request), pk)
    try:
        file = photo_path(found).open("rb")
    except Refused as refused:
        raise Http404(str(refused)) from refused
    return respond_file(request, file, found.file_name, found.media_type, inline=True)
