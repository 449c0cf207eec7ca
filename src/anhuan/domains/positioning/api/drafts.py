"""Drafts of fences over REST: begin, change, publish, throw away."""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from anhuan.desk.api import ApiView, ListApi
from anhuan.domains.org.queries import company_of
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.api import fence_rows as rows
from anhuan.domains.positioning.api.devices import parsed
from anhuan.domains.positioning.api.fences import RIGHTS, context_of
from anhuan.domains.positioning.api.params import account_of
from anhuan.domains.positioning.forms.filters import FENCE_FILTERS, FENCE_SEARCH
from anhuan.domains.positioning.queries import fences as queries

EDIT: dict[str, str] = {"POST": "fences.edit"}


class DraftsApi(ListApi):
    """Fences not in force yet, and changes of those that are."""

    rights: ClassVar[dict[str, str]] = RIGHTS
    serializer_class = rows.FenceRow
    filters = FENCE_FILTERS
    search = FENCE_SEARCH

    def get_queryset(self) -> QuerySet[Any]:
        """Of the company."""
        return queries.visible_drafts(account_of(self.request)).prefetch_related(*queries.ALLOWED)

    def get_serializer_context(self) -> dict[str, Any]:
        """With the plant's place on the earth."""
        return {**super().get_serializer_context(), **context_of(self.request)}

    def post(self, request: Request) -> Response:
        """Begin a draft of a new fence."""
        account, context = account_of(request), context_of(request)
        values = parsed(rows.FenceRow, request, frame=context["frame"])
        draft = actions.save_draft(account, company_of(account), **values)
        return Response(rows.FenceRow(draft, context=context).data, status=201)


class FenceDraftApi(ApiView):
    """The draft of a fence's next version."""

    rights: ClassVar[dict[str, str]] = EDIT

    @extend_schema(request=None, responses={201: rows.FenceRow})
    def post(self, request: Request, pk: UUID) -> Response:
        """Begin it, or answer the one there is."""
        account = account_of(request)
        draft = actions.begin_draft(account, queries.get_fence_for(account, pk))
        return Response(rows.FenceRow(draft, context=context_of(request)).data, status=201)


class DraftApi(ApiView):
    """One draft."""

    rights: ClassVar[dict[str, str]] = RIGHTS

    @extend_schema(responses=rows.FenceRow)
    def get(self, request: Request, pk: UUID) -> Response:
        """As it is now."""
        draft = queries.get_draft_for(account_of(request), pk)
        return Response(rows.FenceRow(draft, context=context_of(request)).data)

    @extend_schema(request=rows.FenceRow, responses=rows.FenceRow)
    def patch(self, request: Request, pk: UUID) -> Response:
        """Change it; nothing in force changes."""
        account, context = account_of(request), context_of(request)
        draft = queries.get_draft_for(account, pk)
        values = parsed(rows.FenceRow, request, partial=True, frame=context["frame"])
        saved = actions.save_draft(account, draft.company, draft, **values)
        return Response(rows.FenceRow(saved, context=context).data)


class DraftPublishApi(ApiView):
    """Letting a draft go live."""

    rights: ClassVar[dict[str, str]] = EDIT

    @extend_schema(request=rows.NoteBody, responses=rows.FenceRow)
    def post(self, request: Request, pk: UUID) -> Response:
        """As a new fence, or as the next version of the one it replaces."""
        account = account_of(request)
        draft = queries.get_draft_for(account, pk)
        fence = actions.publish_draft(account, draft, parsed(rows.NoteBody, request)["note"])
        return Response(rows.FenceRow(fence, context=context_of(request)).data)


class DraftDiscardApi(ApiView):
    """Throwing a draft away."""

    rights: ClassVar[dict[str, str]] = EDIT

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, pk: UUID) -> Response:
        """Its trials stay readable."""
        account = account_of(request)
        actions.discard_draft(account, queries.get_draft_for(account, pk))
        return Response(status=204)
