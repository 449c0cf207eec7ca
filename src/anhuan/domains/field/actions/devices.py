"""Phones: seen, blocked when lost, let in again."""

from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from anhuan.domains.audit.actions import record, save_checked
from anhuan.domains.field.events import DeviceChanged
from anhuan.domains.field.models import Device
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import company_of
from anhuan.domains.outbox.actions import emit
from anhuan.kernel import clock
from anhuan.kernel.errors import refuse

FRESH = timedelta(seconds=45)


@dataclass(frozen=True, slots=True)
class Report:
    """What a phone says of itself with each request."""

    id: UUID
    label: str
    app_version: str
    unsent: int
    oldest_unsent_s: int
    session_key: str


@transaction.atomic
def note_device(account: Account, report: Report) -> Device | None:
    """Keep who uses it, when it was here and what it has not sent; None: another company's id."""
    now, company = clock.now(), company_of(account)
    facts = {
        "account": account, "label": report.label[:80], "app_version": report.app_version[:20],
        "unsent": report.unsent, "oldest_unsent_s": report.oldest_unsent_s, "seen_at": now,
        "session_key": report.session_key[:40],
    }  # fmt: skip
    device, is_new = Device.objects.select_for_update().get_or_create(
        pk=report.id, defaults={**facts, "company": company, "first_seen_at": now}
    )
    if device.company_id != company.pk:
        return None
    if is_new:
        record(account, "enrol", device, after={"label": device.label})
        emit(company.code, DeviceChanged(device.pk, False))
    elif _has_news(device, report, account):
        Device.objects.filter(pk=device.pk).update(**facts)
    return device


def _has_news(device: Device, report: Report, account: Account) -> bool:
    said = (report.unsent, report.app_version[:20], report.session_key[:40], account.pk)
    known = (device.unsent, device.app_version, device.session_key, device.account_id)
    return said != known or clock.now() - device.seen_at > FRESH


def register_device(by: Account, device: Device, changes: dict[str, Any]) -> Device:
    """What cannot be asked of a phone: whose it is called, and its explosion protection."""
    return save_checked(by, device, changes)


@transaction.atomic
def block_device(by: Account, device: Device, reason: str) -> Device:
    """A phone was lost: it is signed out at once and nothing more is taken from it."""
    if not reason.strip():
        raise refuse("reason_missing", "请填写停用原因")
    if device.blocked_at:
        raise refuse("already_blocked", "这台手机已经停用")
    device.blocked_at, device.blocked_reason = clock.now(), reason.strip()[:200]
    device.save(update_fields=["blocked_at", "blocked_reason"])
    if device.session_key:
        import_module(settings.SESSION_ENGINE).SessionStore(device.session_key).delete()
    record(by, "block", device, after={"blocked": True}, note=reason)
    emit(device.company.code, DeviceChanged(device.pk, True))
    return device


@transaction.atomic
def unblock_device(by: Account, device: Device) -> Device:
    """It was found."""
    if not device.blocked_at:
        raise refuse("not_blocked", "这台手机没有停用")
    device.blocked_at, device.blocked_reason = None, ""
    device.save(update_fields=["blocked_at", "blocked_reason"])
    record(by, "unblock", device, after={"blocked": False})
    emit(device.company.code, DeviceChanged(device.pk, False))
    return device
