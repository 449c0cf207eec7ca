"""The shapes most endpoints have: many one may add to, one changed by PATCH, deeds by POST.

@shaped(rows.CourseRow)
class CoursesApi(Many):
    rights = {"GET": "training.view", "POST": "training.edit"}
    serializer_class = rows.CourseRow
    visible = queries.visible_courses      # (account) -> QuerySet
    find = queries.get_course_for          # (account, pk) -> row, else 404
    add = actions.add_course               # (account, company, **values) -> row
"""

from collections.abc import Callable
from typing import Any, ClassVar, cast
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response

from anhuan.desk.api import ApiView, ListApi

Shape = type[s.BaseSerializer[Any]]


def shaped(out: Any, body: Any = None) -> Callable[[Any], Any]:
    """What the schema says of a view's methods."""
    said = {
        "get": extend_schema(responses=out),
        "patch": extend_schema(request=body or out, responses=out),
        "post": extend_schema(request=body or out, responses=out),
    }

    def dress(view: Any) -> Any:
        return extend_schema_view(**{k: v for k, v in said.items() if hasattr(view, k)})(view)

    return dress


def parsed(shape: Shape, request: Request, *, partial: bool = False) -> dict[str, Any]:
    """The body's checked values; 422 with every reason otherwise."""
    body = shape(data=request.data, partial=partial, context={"request": request})
    body.is_valid(raise_exception=True)
    return cast(dict[str, Any], body.validated_data)


def drawn(shape: Shape, row: Any, request: Request, status: int = 200) -> Response:
    """A row as its shape says."""
    return Response(shape(row, context={"request": request}).data, status=status)


class Mine(s.PrimaryKeyRelatedField):  # type: ignore[type-arg]
    """A reference to a row of the asker's own company; anything else does not exist."""

    def get_queryset(self) -> QuerySet[Any]:
        """Rows of the company."""
        rows = super().get_queryset()
        assert rows is not None
        return rows.filter(company=self.context["request"].user.company_id)


class Many(ListApi):
    """A list one may add to. `body`: what a POST holds, where it differs from the rows."""

    visible: ClassVar[Callable[..., QuerySet[Any]]]
    find: ClassVar[Callable[..., Any]]
    add: ClassVar[Callable[..., Any] | None] = None
    body: ClassVar[Shape | None] = None

    def get_queryset(self) -> QuerySet[Any]:
        """What the asker may see."""
        return type(self).visible(self.request.user)

    def post(self, request: Request) -> Response:
        """One more."""
        shape, by = cast(Shape, self.serializer_class), cast(Any, request.user)
        add = type(self).add
        assert add is not None  # a list nobody adds to declares no right to POST
        made = add(by, by.company, **parsed(self.body or shape, request))
        return drawn(shape, type(self).find(by, made.pk), request, 201)


class One(ApiView):
    """One row; PATCH changes it where `change` is given."""

    row: ClassVar[Shape]
    body: ClassVar[Shape | None] = None
    find: ClassVar[Callable[..., Any]]
    change: ClassVar[Callable[..., Any] | None] = None

    def get(self, request: Request, pk: UUID) -> Response:
        """As it is now."""
        return drawn(self.row, type(self).find(request.user, pk), request)

    def patch(self, request: Request, pk: UUID) -> Response:
        """Changed."""
        found, change = type(self).find(request.user, pk), type(self).change
        assert change is not None  # see `Many.post`
        change(request.user, found, **parsed(self.body or self.row, request, partial=True))
        return self.get(request, pk)


class Deed(ApiView):
    """Something done to one row; answers the row afterwards."""

    row: ClassVar[Shape]
    body: ClassVar[Shape | None] = None
    find: ClassVar[Callable[..., Any]]
    do: ClassVar[Callable[..., Any]]

    def post(self, request: Request, pk: UUID) -> Response:
        """Do it."""
        found = type(self).find(request.user, pk)
        given = parsed(self.body, request) if self.body else {}
        type(self).do(request.user, found, **given)
        return drawn(self.row, type(self).find(request.user, pk), request)
