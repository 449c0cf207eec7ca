"""Platforms below: registered, given a token, and the plants they speak for."""

import secrets
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from anhuan.domains.audit.actions import SYSTEM, Actor, draft_of, record, save_checked
from anhuan.domains.province.actions.registering import save_enterprise
from anhuan.domains.province.models import Enterprise, LowerNode
from anhuan.domains.province.rules.papers import papers_of
from anhuan.kernel.digest import sm3_hex
from anhuan.kernel.errors import Blocker, refuse


def save_node(by: Actor, node: LowerNode, changes: dict[str, Any]) -> LowerNode:
    """Register one or change what is known of it."""
    return save_checked(by, node, changes, _blockers(draft_of(node, changes)))


def _blockers(draft: LowerNode) -> Iterator[Blocker]:
    same = LowerNode.objects.filter(company=draft.company_id, name=draft.name)
    if same.exclude(pk=draft.pk).exists():
        yield Blocker("name_taken", f"下级平台“{draft.name}”已登记，请换一个名称")
    if draft.bureau_id and draft.bureau.company_id != draft.company_id:
        yield Blocker("foreign_bureau", "监管单位不属于本平台")


def issue_token(by: Actor, node: LowerNode, now: datetime) -> str:
    """A new token, shown once; the old one is good for nothing from now on."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        digest = sm3_hex(token.encode())
        LowerNode.objects.filter(pk=node.pk).update(token_sm3=digest, keyed_at=now)
        record(by, "key_issue", node)
    node.refresh_from_db()
    return token


def plant_of_node(node: LowerNode, code: str, told: Mapping[str, Any]) -> Enterprise:
    """The plant of that code the node speaks for, registered at its first word. `told`: what the
    node knows of it, where it says. Refuses the plants of others and those out of use."""
    if not code:
        raise refuse("no_company", "下级平台转报的报文应写明企业编码")
    known = Enterprise.objects.select_related("company", "node").filter(
        company=node.company_id, code=code
    )
    found = known.first()
    if found is None:
        blank = Enterprise(company=node.company, node=node)
        return save_enterprise(SYSTEM, blank, _changes(node, blank, code, told))
    if found.node_id != node.pk or found.is_retired:
        word = "已停用" if found.is_retired else f"不由“{node.name}”转报"
        raise refuse("not_theirs", f"企业 {code} {word}，请与上级平台核对登记")
    changes = papers_of(told)
    if any(getattr(found, name) != value for name, value in changes.items()):
        save_enterprise(SYSTEM, found, changes)
    return found


def _changes(
    node: LowerNode, blank: Enterprise, code: str, told: Mapping[str, Any]
) -> dict[str, Any]:  # fmt: skip
    return {"code": code, "name": code, "bureau": node.bureau} | papers_of(told)
