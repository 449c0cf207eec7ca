"""Nodes: a one-time token is given out, and exchanged once for a key."""

import secrets
from datetime import datetime

from django.db import transaction

from anhuan.domains.audit.actions import SYSTEM, record, save_checked
from anhuan.domains.org.models import Account, Company
from anhuan.domains.pipes import queries
from anhuan.domains.pipes.models import Node
from anhuan.domains.pipes.rules.enrolling import GOOD_FOR, is_good
from anhuan.kernel.digest import sm3_hex
from anhuan.kernel.errors import refuse

LOCAL = "本机"


def add_node(by: Account, company: Company, name: str, now: datetime) -> tuple[Node, str]:
    """A node far away; its token is told once and stored as its SM3."""
    token = secrets.token_urlsafe(24)
    with transaction.atomic():
        node = save_checked(by, Node(company=company), {"name": name})
        node.token_sm3, node.token_until = sm3_hex(token.encode()), now + GOOD_FOR
        node.save(update_fields=["token_sm3", "token_until"])
    return node, token


def enrol(token: str, now: datetime) -> tuple[Node, str]:
    """The node gives its token for a key; both are good for nobody else."""
    with transaction.atomic():
        node = queries.node_by_token(token)
        if node is None or not is_good(node.token_until, node.enrolled_at, now):
            raise refuse("bad_token", "登记令牌无效、已用过或已过期，请在节点页面重新生成")
        key = secrets.token_urlsafe(32)
        node.key_sm3, node.enrolled_at = sm3_hex(key.encode()), now
        node.token_sm3, node.token_until = "", None
        node.save(update_fields=["key_sm3", "enrolled_at", "token_sm3", "token_until"])
        record(SYSTEM, "node_enrol", node)
    return node, key


def retire_node(by: Account, node: Node, why: str) -> Node:
    """Its key opens nothing any more."""
    if node.is_local:
        raise refuse("local_node", "本机节点随平台运行，不能注销")
    if node.pipes.filter(is_removed=False).exclude(number=0).exists():
        raise refuse("has_pipes", "节点上还有管道，请先移除这些管道")
    with transaction.atomic():
        node.is_retired, node.key_sm3, node.token_sm3 = True, "", ""
        node.save(update_fields=["is_retired", "key_sm3", "token_sm3"])
        record(by, "retire", node, note=why)
    return node


def local_node() -> Node | None:
    """The process beside the plant, made when first asked for; None before there is a plant."""
    plants = Company.objects.filter(kind=Company.Kind.PLANT, is_retired=False)
    company = plants.order_by("pk").first()
    if company is None:
        return None
    if found := queries.local_node(company):
        return found
    node, _ = Node.objects.get_or_create(
        company=company, is_local=True, is_retired=False, defaults={"name": LOCAL}
    )
    return node
