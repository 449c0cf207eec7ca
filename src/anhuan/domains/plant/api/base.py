"""The shape the plant's endpoints share: many with POST, one with PATCH, one taken out of use."""

from collections.abc import Callable
from typing import Any, ClassVar, cast
from uuid import UUID

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from anhuan.desk.api import ApiView, ListApi
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import company_of

VIEW, EDIT = "plant.view", "plant.edit"


def caller(request: Request) -> Account:
    """The account behind the call."""
    return cast(Account, request.user)


def checked(
    shape: type[BaseSerializer[Any]], request: Request, partial: bool = False
) -> dict[str, Any]:
    """The body's values; 422 with every reason otherwise."""
    body = shape(data=request.data, partial=partial, context={"request": request})
    body.is_valid(raise_exception=True)
    return cast(dict[str, Any], body.validated_data)


class Many(ListApi):
    """A list one may add to."""

    rights: ClassVar[dict[str, str]] = {"GET": VIEW, "POST": EDIT}
    model: ClassVar[type[Any]]
    visible: ClassVar[Callable[[Account], QuerySet[Any]]]
    save: ClassVar[Callable[..., Any]]

    def get_queryset(self) -> QuerySet[Any]:
        """The company's."""
        return type(self).visible(caller(self.request))

    def post(self, request: Request) -> Response:
        """One more."""
        shape = cast(type[BaseSerializer[Any]], self.serializer_class)
        row = self.model(company=company_of(caller(request)))
        made = type(self).save(caller(request), row, checked(shape, request))
        return Response(shape(made, context={"request": request}).data, status=201)


class One(ApiView):
    """One row, changed by PATCH."""

    rights: ClassVar[dict[str, str]] = {"GET": VIEW, "PATCH": EDIT}
    row: ClassVar[type[BaseSerializer[Any]]]
    find: ClassVar[Callable[[Account, UUID], Any]]
    save: ClassVar[Callable[..., Any]]

    def get(self, request: Request, pk: UUID) -> Response:
        """As it is now."""
        found = type(self).find(caller(request), pk)
        return Response(self.row(found, context={"request": request}).data)

    def patch(self, request: Request, pk: UUID) -> Response:
        """Change some of it."""
        found = type(self).find(caller(request), pk)
        type(self).save(caller(request), found, checked(self.row, request, partial=True))
        return self.get(request, pk)


class Retire(ApiView):
    """Taking a row out of use; what depends on it still may forbid that."""

    rights: ClassVar[dict[str, str]] = {"POST": EDIT}
    row: ClassVar[type[BaseSerializer[Any]]]
    find: ClassVar[Callable[[Account, UUID], Any]]
    retire: ClassVar[Callable[..., Any]]

    def post(self, request: Request, pk: UUID) -> Response:
        """It is gone from the lists; the answer is what it was."""
        found = type(self).find(caller(request), pk)
        type(self).retire(caller(request), found)
        return Response(self.row(found, context={"request": request}).data)
