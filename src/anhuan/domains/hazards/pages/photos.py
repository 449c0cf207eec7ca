"""Pictures of a hazard, as the browser shows them."""

from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from anhuan.desk.files import respond_file
from anhuan.desk.pages import page
from anhuan.domains.hazards.queries import photo_for, photo_path
from anhuan.domains.org.queries import account_of


@page("hazards.view")
def photo(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The content of one picture of a hazard one may see."""
    found = photo_for(account_of(request), pk)
    file = photo_path(found).open("rb")
    return respond_file(request, file, found.file_name, found.media_type, inline=True)
