"""Keys for programs."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from anhuan.domains.audit.actions import Actor, record
from anhuan.domains.org.models import Account, ApiToken
from anhuan.domains.org.rules import RIGHTS
from anhuan.kernel import clock
from anhuan.kernel.digest import sm3_hex
from anhuan.kernel.errors import Blocker, refuse, refuse_if_any

PREFIX = "anh_"


def issue_api_token(
    actor: Actor,
    account: Account,
    label: str,
    scopes: Sequence[str] = (),
    expires_at: datetime | None = None,
) -> str:
    """A new key for the account, cut to `scopes` (right codes; empty = all the account may).

    Returns the key. It is shown this once: only its SM3 digest is kept.
    """
    blockers = [] if label.strip() else [Blocker("label_missing", "请写明令牌的用途")]
    blockers += [Blocker("unknown_scope", f"没有这项权限：{s}") for s in scopes if s not in RIGHTS]
    if expires_at is not None and expires_at <= clock.now():
        blockers.append(Blocker("expires_in_past", "到期时间已经过去"))
    refuse_if_any(blockers)
    raw = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        token = ApiToken.objects.create(
            account=account,
            label=label.strip()[:100],
            digest=sm3_hex(raw.encode()),
            scopes=sorted(scopes),
            expires_at=expires_at,
        )
        after = {"scopes": sorted(scopes), "expires_at": str(expires_at or "")}
        record(actor, "issue_token", token, after=after)
    return raw


def revoke_api_token(actor: Actor, token: ApiToken) -> None:
    """The key opens nothing from now on."""
    if token.revoked_at is not None:
        raise refuse("already_revoked", "令牌已经吊销")
    with transaction.atomic():
        token.revoked_at = clock.now()
        token.save(update_fields=["revoked_at"])
        record(actor, "revoke_token", token)
