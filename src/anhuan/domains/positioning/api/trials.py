"""Trials of fences over REST: ask, then read until it is done."""

from collections.abc import Callable
from typing import ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from anhuan.desk.api import ApiView
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.api import fence_rows as rows
from anhuan.domains.positioning.api.devices import parsed
from anhuan.domains.positioning.api.params import account_of
from anhuan.domains.positioning.models import Fence
from anhuan.domains.positioning.queries import fences as fence_queries
from anhuan.domains.positioning.queries import trials as queries
from anhuan.kernel import clock

TRY: dict[str, str] = {"POST": "fences.try"}


def _asked(request: Request, pk: UUID, find: Callable[..., Fence]) -> Response:
    account = account_of(request)
    fence = find(account, pk)
    period = parsed(rows.TrialBody, request)
    trial = actions.ask_trial(account, fence, period["since"], period["until"], clock.now())
    return Response(rows.TrialRow(trial).data, status=202)


class FenceTryApi(ApiView):
    """What a fence in force would have done at another time."""

    rights: ClassVar[dict[str, str]] = TRY

    @extend_schema(request=rows.TrialBody, responses={202: rows.TrialRow})
    def post(self, request: Request, pk: UUID) -> Response:
        """Ask; the answer says where to look for the result."""
        return _asked(request, pk, fence_queries.get_fence_for)


class DraftTryApi(ApiView):
    """What a draft would have done."""

    rights: ClassVar[dict[str, str]] = TRY

    @extend_schema(request=rows.TrialBody, responses={202: rows.TrialRow})
    def post(self, request: Request, pk: UUID) -> Response:
        """Ask; the answer says where to look for the result."""
        return _asked(request, pk, fence_queries.get_draft_for)


class TrialApi(ApiView):
    """One trial."""

    rights: ClassVar[dict[str, str]] = {"GET": "fences.try"}

    @extend_schema(responses=rows.TrialWithFindings)
    def get(self, request: Request, pk: UUID) -> Response:
        """Its state, and once it is done every alarm."""
        account = account_of(request)
        trial = queries.get_trial_for(account, pk)
        trial.findings = queries.findings_for(account, trial)
        return Response(rows.TrialWithFindings(trial).data)
