"""Pipes, how they stand, and what their node is ordered to run."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.shortcuts import get_object_or_404

from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import company_of
from anhuan.domains.pipes.models import Deed, LogLine, Node, Pipe, PipeVersion
from anhuan.exchange.core import orders
from anhuan.exchange.core.orders import Orders


def visible_pipes(account: Account) -> QuerySet[Pipe]:
    """Of one's own company."""
    found = Pipe.objects.filter(company=company_of(account), is_removed=False)
    return found.select_related("node")


def pipe_for(account: Account, pk: UUID | str) -> Pipe:
    """One of them, else 404."""
    return get_object_or_404(visible_pipes(account), pk=pk)


def version_for(pipe: Pipe, number: int) -> PipeVersion:
    """One version of it, else 404."""
    return get_object_or_404(pipe.versions.select_related("by"), number=number)


def text_of(pipe: Pipe) -> str:
    """Its definition as it is now; empty where the node's own folder has it."""
    found = pipe.versions.filter(number=pipe.number).first()
    return found.text if found else ""


def standing_of(pipe: Pipe) -> dict[str, Any]:
    """What its node last told of it; empty when it has told nothing yet."""
    report = pipe.node.report
    rows = report.get("pipes", []) if pipe.side == "send" else report.get("receives", [])
    name = "pipe" if pipe.side == "send" else "route"
    return next((one for one in rows if one[name] == pipe.name), {})


def refusal_of(pipe: Pipe) -> str:
    """Why its node does not run the newest version; empty where it does, or has not said."""
    if not pipe.number or standing_of(pipe).get("version") == pipe.number:
        return ""
    said = LogLine.objects.filter(node=pipe.node_id, place=pipe.name, code="refused")
    saved_at = pipe.versions.filter(number=pipe.number).values("at")
    line = said.filter(at__gte=Subquery(saved_at)).first()
    return line.text if line else ""


def routes_of(pipe: Pipe) -> list[str]:
    """Its routes, by name."""
    if pipe.side == "receive":
        return [pipe.name]
    return [one["route"] for one in standing_of(pipe).get("routes", [])]


def samples_of(pipe: Pipe) -> list[dict[str, Any]]:
    """The last messages, newest first."""
    return list(reversed(pipe.node.samples.get(pipe.name, [])))


def orders_for(node: Node, *, wants_letters: bool = False) -> Orders:
    """All it is to run and to do."""
    pipes = list(_pipes_with_text(node))
    ours = [orders.Ordered(one.name, one.number, one.text, one.wish) for one in pipes if one.number]
    wishes = {one.name: one.wish for one in pipes if not one.number and one.side == "send"}
    waiting = node.deeds.filter(state=Deed.State.WAITING).order_by("id")
    deeds = [orders.Deed(str(one.pk), one.kind, one.place, one.detail) for one in waiting[:50]]
    return Orders(ours, wishes, deeds, wants_letters)


def _pipes_with_text(node: Node) -> Iterator[Any]:
    texts = PipeVersion.objects.filter(pipe=OuterRef("pk"), number=OuterRef("number"))
    yield from node.pipes.filter(is_removed=False).annotate(text=Subquery(texts.values("text")[:1]))
