"""Pipes, dead letters, comparisons, receipts, the log, nodes."""

from typing import Any, ClassVar, cast
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from anhuan.desk.api import ApiView, ListApi
from anhuan.desk.endpoints import Deed, Many, One, drawn, parsed, shaped
from anhuan.domains.org.models import Account, Company
from anhuan.domains.org.queries import company_of
from anhuan.domains.pipes import actions, queries
from anhuan.domains.pipes.api import rows
from anhuan.domains.pipes.forms.filters import (
    LETTER_FILTERS,
    LETTER_SEARCH,
    LOG_FILTERS,
    LOG_SEARCH,
    LOOK_FILTERS,
    RECEIPT_FILTERS,
)
from anhuan.domains.pipes.models import Node, Pipe
from anhuan.kernel import clock

VIEW, OPERATE, EDIT = "pipes.view", "pipes.operate", "pipes.edit"


def _add(by: Account, company: Company, node: Node, text: str, note: str) -> Pipe:
    return actions.add_pipe(by, node, text, note, clock.now())


def _change(by: Account, pipe: Pipe, text: str = "", note: str = "") -> Pipe:
    return actions.save_version(by, pipe, text or queries.text_of(pipe), note, clock.now())


@shaped(rows.PipeRow, rows.PipeBody)
class PipesApi(Many):
    """All pipes; a new one begins stopped. 422 names every fault with its line."""

    rights: ClassVar[dict[str, str]] = {"GET": VIEW, "POST": EDIT}
    serializer_class = rows.PipeRow
    body = rows.PipeBody
    visible = queries.visible_pipes
    find = queries.pipe_for
    add = _add


@shaped(rows.WholePipeRow, rows.VersionBody)
class PipeApi(One):
    """One of them with its definition; PATCH saves the next version."""

    rights: ClassVar[dict[str, str]] = {"GET": OPERATE, "PATCH": EDIT}
    row = rows.WholePipeRow
    body = rows.VersionBody
    find = queries.pipe_for
    change = _change


class _Wish(Deed):
    rights: ClassVar[dict[str, str]] = {"POST": OPERATE}
    row = rows.PipeRow
    find = queries.pipe_for


@shaped(rows.PipeRow)
class RunApi(_Wish):
    """Collect and send."""

    do = staticmethod(lambda by, pipe: actions.set_wish(by, pipe, "running"))


@shaped(rows.PipeRow)
class PauseApi(_Wish):
    """Collect, send nothing."""

    do = staticmethod(lambda by, pipe: actions.set_wish(by, pipe, "paused"))


@shaped(rows.PipeRow)
class StopApi(_Wish):
    """Neither; the next start goes on where it was."""

    do = staticmethod(lambda by, pipe: actions.set_wish(by, pipe, "stopped"))


class _Asked(ApiView):
    rights: ClassVar[dict[str, str]] = {"POST": OPERATE}

    def _answer(self, request: Request, deed: Any) -> Response:
        return drawn(rows.DeedRow, deed, request, 202)


class CompareApi(_Asked):
    """Compare both sides now."""

    @extend_schema(request=None, responses={202: rows.DeedRow})
    def post(self, request: Request, pk: UUID) -> Response:
        """Asked of the node."""
        by = cast(Account, request.user)
        found = queries.pipe_for(by, pk)
        return self._answer(request, actions.compare(by, found, clock.now()))


class ReplayApi(_Asked):
    """Try a dead letter again."""

    @extend_schema(request=rows.ReplayBody, responses={202: rows.DeedRow})
    def post(self, request: Request, pk: UUID) -> Response:
        """Asked of the node."""
        by = cast(Account, request.user)
        found, body = queries.letter_for(by, pk), parsed(rows.ReplayBody, request)["body"]
        return self._answer(request, actions.replay(by, found, body, clock.now()))


class DiscardApi(_Asked):
    """Give a dead letter up."""

    @extend_schema(request=rows.ReasonBody, responses={202: rows.DeedRow})
    def post(self, request: Request, pk: UUID) -> Response:
        """Asked of the node."""
        by = cast(Account, request.user)
        found, why = queries.letter_for(by, pk), parsed(rows.ReasonBody, request)["why"]
        return self._answer(request, actions.discard(by, found, why, clock.now()))


class ResendApi(_Asked):
    """Send again just the rows that differed."""

    @extend_schema(request=None, responses={202: rows.DeedRow})
    def post(self, request: Request, pk: UUID) -> Response:
        """Asked of the node."""
        by = cast(Account, request.user)
        found = queries.look_for(by, pk)
        return self._answer(request, actions.resend(by, found, clock.now()))


class _Listed(ListApi):
    rights: ClassVar[dict[str, str]] = {"GET": VIEW}
    visible: ClassVar[Any]

    def get_queryset(self) -> QuerySet[Any]:
        """One's own company's."""
        return cast(QuerySet[Any], type(self).visible(cast(Account, self.request.user)))


@shaped(rows.LetterRow)
class LettersApi(_Listed):
    """Dead letters."""

    serializer_class = rows.LetterRow
    filters = LETTER_FILTERS
    search = LETTER_SEARCH
    visible = queries.visible_letters


@shaped(rows.LookRow)
class LooksApi(_Listed):
    """Comparisons."""

    serializer_class = rows.LookRow
    filters = LOOK_FILTERS
    visible = queries.visible_looks


@shaped(rows.ReceiptRow)
class ReceiptsApi(_Listed):
    """Receipts."""

    serializer_class = rows.ReceiptRow
    filters = RECEIPT_FILTERS
    visible = queries.visible_receipts


@shaped(rows.LogRow)
class LogApi(_Listed):
    """The log."""

    serializer_class = rows.LogRow
    filters = LOG_FILTERS
    search = LOG_SEARCH
    visible = queries.visible_log


@shaped(rows.NodeRow)
class NodesApi(Many):
    """Nodes; the answer to a POST holds the one-time token, once."""

    rights: ClassVar[dict[str, str]] = {"GET": VIEW, "POST": EDIT}
    serializer_class = rows.NodeRow
    visible = queries.visible_nodes

    def post(self, request: Request) -> Response:
        """One more."""
        by = cast(Account, request.user)
        name = parsed(rows.NodeRow, request)["name"]
        node, token = actions.add_node(by, company_of(by), name, clock.now())
        node.token = token  # type: ignore[attr-defined]
        return drawn(rows.NodeRow, node, request, 201)
