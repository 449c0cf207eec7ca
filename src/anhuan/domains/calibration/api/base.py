"""The shape all endpoints of the slice share: many with POST, one with PATCH, deeds by POST."""

from collections.abc import Callable
from typing import Any, ClassVar, cast
from uuid import UUID

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from anhuan.desk.api import ApiView, ListApi
from anhuan.domains.org.models import Account

Find = Callable[[Account, UUID], Any]


def account_of(request: Request) -> Account:
    """Who asks; rights were checked before."""
    return cast(Account, request.user)


def parsed(row: type[BaseSerializer[Any]], request: Request, partial: bool = False) -> Any:
    """The body's checked values; 422 with every reason otherwise."""
    body = row(data=request.data, partial=partial, context={"request": request})
    body.is_valid(raise_exception=True)
    return body.validated_data


class Many(ListApi):
    """A list one may add to."""

    visible: ClassVar[Callable[[Account], QuerySet[Any]]]
    add: ClassVar[Callable[..., Any]]
    find: ClassVar[Find]
    body: ClassVar[type[BaseSerializer[Any]]]

    def get_queryset(self) -> QuerySet[Any]:
        """Of the company."""
        return type(self).visible(account_of(self.request))

    def post(self, request: Request) -> Response:
        """One more."""
        account = account_of(request)
        made = type(self).add(account, account.company, **parsed(self.body, request))
        shape = cast(type[BaseSerializer[Any]], self.serializer_class)
        found = type(self).find(account, made.pk)
        return Response(shape(found, context={"request": request}).data, status=201)


class Deed(ApiView):
    """Something done to one row; the row afterwards."""

    row: ClassVar[type[BaseSerializer[Any]]]
    body: ClassVar[type[BaseSerializer[Any]] | None] = None
    find: ClassVar[Find]
    do: ClassVar[Callable[..., Any]]

    def post(self, request: Request, pk: UUID) -> Response:
        """Do it."""
        account = account_of(request)
        found = type(self).find(account, pk)
        values = parsed(self.body, request) if self.body else {}
        type(self).do(account, found, **values)
        after = self.after(account, found)
        return Response(self.row(after, context={"request": request}).data)

    def after(self, account: Account, found: Any) -> Any:
        """As it is now."""
        return type(self).find(account, found.pk)


class Retire(Deed):
    """Taken out of use: gone from the lists, so the answer is what it was."""

    def after(self, account: Account, found: Any) -> Any:
        """No list has it any more."""
        return found
