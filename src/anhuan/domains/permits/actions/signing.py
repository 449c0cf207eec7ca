"""Writing a signature at the end of a permit's chain."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Protocol

from anhuan.domains.org.models import Account
from anhuan.domains.permits.models import Permit, Signature
from anhuan.domains.permits.queries.content import contents_of, parts_of
from anhuan.domains.permits.queries.onsite import Whereabouts
from anhuan.domains.permits.queries.verifying import signed_of
from anhuan.domains.permits.rules.signing import Parts, digest_of, new_parts, sealed
from anhuan.domains.permits.rules.states import Deed, Who
from anhuan.kernel.errors import Blocker, refuse_if_any

# Stopping the work and getting out of it never fails for the sake of paper.
STOPS = (Deed.SUSPEND, Deed.REVOKE, Deed.LEAVE, Deed.VOID)


class Signs(Protocol):
    """What is being done."""

    @property
    def deed(self) -> Deed: ...
    @property
    def note(self) -> str: ...
    @property
    def given(self) -> Any: ...


def sign(
    permit: Permit, by: Account | None, doing: Signs, part: Who, where: Whereabouts, now: datetime
) -> Signature:
    """Seal what the permit holds now. The caller has locked the permit: one after another."""
    before = list(permit.signatures.order_by("seq").values_list("covers", "sm3"))
    known: dict[str, str] = {}
    for one, _ in before:
        known.update(one)
    parts = parts_of(contents_of(permit.pk))
    if by is not None and doing.deed not in STOPS:
        refuse_if_any(_tampered(known, parts))
    covers = new_parts(known, parts)
    row = Signature(
        permit=permit,
        seq=len(before) + 1,
        deed=doing.deed,
        part=part,
        state=permit.state,
        at=now,
        account=by,
        name=by.display_name if by else "系统",
        method="system" if by is None else str(doing.given.get("method") or "session"),
        where=where.as_json(),
        note=doing.note[:500],
        covers=covers,
        content_sm3=digest_of(known | covers),
        previous_sm3=before[-1][1] if before else "",
    )
    row.sm3 = sealed(signed_of(row))
    row.save(force_insert=True)
    return row


def _tampered(known: Parts, parts: Parts) -> Iterator[Blocker]:
    """Nobody signs under what was altered behind the product's back."""
    for key, digest in known.items():
        if parts.get(key) != digest:
            text = f"已签字的内容“{key}”被改动，不能继续办理；请作废重办并查审计记录"
            yield Blocker("content_tampered", text, "GB 30871-2022 4.18")
