"""Drafts of fences over REST: begin, change, publish, throw away."""

from typing import ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from anhuan.desk.api import ApiView
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.api import fence_rows as rows
from anhuan.domains.positioning.api.devices import parsed
from anhuan.domains.positioning.api.fences import FenceList, OneFence, context_of
from anhuan.domains.positioning.api.params import account_of
from anhuan.domains.positioning.queries import fences as queries

EDIT: dict[str, str] = {"POST": "fences.edit"}


class DraftsApi(FenceList):
    """Fences not in force yet, and changes of those that are."""

    visible = staticmethod(queries.visible_drafts)
    save = staticmethod(actions.save_draft)


class FenceDraftApi(ApiView):
    """The draft of a fence's next version."""

    rights: ClassVar[dict[str, str]] = EDIT

    @extend_schema(request=None, responses={201: rows.FenceRow})
    def post(self, request: Request, pk: UUID) -> Response:
        """Begin it, or answer the one there is."""
        account = account_of(request)
        draft = actions.begin_draft(account, queries.get_fence_for(account, pk))
        return Response(rows.FenceRow(draft, context=context_of(request)).data, status=201)


class DraftApi(OneFence):
    """One draft."""

    find = staticmethod(queries.get_draft_for)
    save = staticmethod(actions.save_draft)


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
