"""Nodes, and who a key belongs to."""

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from anhuan.domains.org.models import Account, Company
from anhuan.domains.org.queries import company_of
from anhuan.domains.pipes.models import Deed, Look, Node
from anhuan.kernel.digest import sm3_hex


def visible_nodes(account: Account) -> QuerySet[Node]:
    """Of one's own company."""
    return Node.objects.filter(company=company_of(account), is_retired=False)


def node_for(account: Account, pk: UUID | str) -> Node:
    """One of them, else 404."""
    return get_object_or_404(visible_nodes(account), pk=pk)


def visible_deeds(account: Account) -> QuerySet[Deed]:
    """What nodes of one's own company were asked to do."""
    found = Deed.objects.filter(node__company=company_of(account))
    return found.select_related("node", "by")


def resends_of(look: Look) -> QuerySet[Deed]:
    """Who asked for the rows that differed to be sent again, the last first."""
    asked = Deed.objects.filter(node=look.node_id, kind="resend", detail__look=str(look.pk))
    return asked.select_related("by")


def local_node(company: Company) -> Node | None:
    """The process beside the plant."""
    return Node.objects.filter(company=company, is_local=True, is_retired=False).first()


def node_by_key(key: str) -> Node | None:
    """Whose key this is; only digests are stored and looked up."""
    if not key:
        return None
    return Node.objects.filter(key_sm3=sm3_hex(key.encode()), is_retired=False).first()


def node_by_token(token: str) -> Node | None:
    """Whose one-time token this is, locked."""
    if not token:
        return None
    found = Node.objects.select_for_update()
    return found.filter(token_sm3=sm3_hex(token.encode()), is_retired=False).first()
