"""Plants are registered, and given what they prove themselves with."""

import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import yaml
from django.db import transaction
from django.db.models import Q, QuerySet

from anhuan.domains.audit.actions import Actor, draft_of, record, save_checked
from anhuan.domains.province.models import Enterprise, Standing
from anhuan.domains.province.queries.secrets import all_keys, keys_file
from anhuan.domains.reporting.seeds.loader import tables
from anhuan.kernel.digest import sm3_hex
from anhuan.kernel.errors import Blocker

CIPHER = "AES-CBC"  # what published interfaces ask for; a plant may be given another in the file
CODE = re.compile(r"[0-9A-Za-z_-]+")  # it stands in topics and addresses of messages


@dataclass(frozen=True, slots=True)
class Issued:
    """Shown once, kept nowhere: the token's digest and the key's file are."""

    token: str
    key: str
    iv: str


def save_enterprise(by: Actor, enterprise: Enterprise, changes: dict[str, Any]) -> Enterprise:
    """Register a plant or change what is known of it."""
    draft = draft_of(enterprise, changes)
    with transaction.atomic():
        saved = save_checked(by, enterprise, changes, _blockers(draft))
        Standing.objects.get_or_create(enterprise=saved)
    return saved


def _blockers(draft: Enterprise) -> Iterator[Blocker]:
    if draft.code and not CODE.fullmatch(draft.code):
        yield Blocker("code_invalid", "企业编码只能有字母、数字、“-”和“_”，请按登记编码填写")
    same = _with_code(draft)
    if draft.code and same.exists():
        yield Blocker("code_taken", f"企业编码 {draft.code} 已登记给 {same[0].name}")
    if draft.bureau_id and draft.bureau.company_id != draft.company_id:
        yield Blocker("foreign_bureau", "监管单位不属于本平台")
    if (draft.longitude is None) != (draft.latitude is None):
        yield Blocker("half_a_place", "经度和纬度要么都填，要么都不填")
    elif draft.longitude is not None and not _is_on_earth(draft.longitude, draft.latitude or 0):
        yield Blocker("no_place", "经纬度不在地球上，请核对是否填反")
    unknown = [one for one in draft.tables if one not in tables()]
    if unknown:
        yield Blocker("unknown_table", f"没有这些表：{'、'.join(unknown)}")


def _with_code(draft: Enterprise) -> QuerySet[Enterprise]:
    """Others of that code: here, and wherever frames prove their sender by it alone."""
    rows = Enterprise.objects.filter(code=draft.code).exclude(pk=draft.pk)
    ours = Q(company=draft.company_id)
    return rows.filter(ours if draft.node_id else ours | Q(node=None))


def _is_on_earth(longitude: float, latitude: float) -> bool:
    return -180 <= longitude <= 180 and -90 <= latitude <= 90


def issue_key(by: Actor, enterprise: Enterprise, now: datetime) -> Issued:
    """A new token and key; the old ones are good for nothing from now on."""
    made = Issued(secrets.token_urlsafe(32), secrets.token_hex(16), secrets.token_hex(16))
    with transaction.atomic():
        Enterprise.objects.filter(pk=enterprise.pk).update(
            token_sm3=sm3_hex(made.token.encode()), keyed_at=now
        )
        record(by, "key_issue", enterprise)
        known = all_keys()
        known[str(enterprise.pk)] = {"cipher": CIPHER, "key": made.key, "iv": made.iv}
        _write(known)
    enterprise.refresh_from_db()
    return made


def _write(known: dict[str, Any]) -> None:
    """All or nothing, for us alone."""
    file = keys_file()
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = file.with_suffix(".new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        yaml.safe_dump(known, out)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(file)
