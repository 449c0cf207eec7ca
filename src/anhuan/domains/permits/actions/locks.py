"""Electronic locks: a code is given while the conditions hold, checked when typed, taken back.

PTW-160, PTW-161. The lock never gets the code: it sends what was typed, and is told to open.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from anhuan.domains.alarms.actions import raise_alarm, return_alarm
from anhuan.domains.alarms.rules import AlarmRaise, Place
from anhuan.domains.audit.actions import SYSTEM, record
from anhuan.domains.org.models import Account
from anhuan.domains.outbox.actions import emit
from anhuan.domains.permits.actions.releasing import end_codes
from anhuan.domains.permits.actions.steps import locked
from anhuan.domains.permits.events import DevicesTold
from anhuan.domains.permits.models import Instrument, LockGrant, Permit
from anhuan.domains.permits.queries.locks import lock_blockers, open_blockers, running_grants
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.rules.locks import (
    code_digest,
    code_until,
    is_blocked,
    new_code,
    recent,
)
from anhuan.domains.permits.rules.wire import Health, LockReport, Unread
from anhuan.kernel import clock
from anhuan.kernel.errors import refuse_if_any
from anhuan.kernel.ids import uuid7, uuid_of

OPEN_WITHIN = timedelta(seconds=15)  # an order that comes later opens nothing


@dataclass(frozen=True, slots=True)
class Code:
    """A code as it is told, once."""

    grant: LockGrant
    code: str


def give_code(
    by: Account, permit: Permit, lock: Instrument | None, given: dict[str, Any] | None = None
) -> Code:
    """A code for one lock, to somebody on site, while every condition holds. An older one ends."""
    with transaction.atomic():
        permit, now = locked(permit.pk), clock.now()
        look = Look(permit, by, now, given or {})
        refuse_if_any(lock_blockers(look, lock))
        assert lock is not None and permit.valid_until is not None  # among the reasons
        end_codes(permit.lock_grants.filter(lock=lock), now, "已换新码")
        code, pk = new_code(), uuid7()
        until = code_until(now, permit.valid_until, look.figures.lock_code_min)
        grant = LockGrant.objects.create(
            id=pk, permit=permit, lock=lock, code_sm3=code_digest(str(pk), code), by=by,
            by_name=by.display_name, given_at=now, until_at=until,
        )  # fmt: skip
        after = {"lock": lock.number, "until": until.isoformat(), "where": look.where.as_json()}
        record(by, "permit_lock_code", permit, after=after)
    return Code(grant, code)


def end_code(by: Account, grant: LockGrant, why: str) -> LockGrant:
    """Take one back by hand."""
    with transaction.atomic():
        permit, now = locked(grant.permit_id), clock.now()
        if end_codes(permit.lock_grants.filter(pk=grant.pk), now, why):
            record(by, "permit_lock_end", permit, after={"lock": grant.lock.number}, note=why)
        grant.refresh_from_db()
    return grant


def take_lock(number: str, report: LockReport, health: Health) -> bool:
    """What a lock says: its state, or a code somebody typed. Whether a code opened it."""
    with transaction.atomic():
        rows = Instrument.objects.select_for_update(of=("self",)).select_related("company")
        lock = rows.filter(number=number, form=Instrument.Form.LOCK, is_retired=False).first()
        if lock is None:
            raise Unread("unknown_lock", number)
        lock.seen_at = max(report.at, lock.seen_at or report.at)
        if health.battery_pct is not None:
            lock.battery_pct = health.battery_pct
        if health.faults is not None:
            lock.faults = list(health.faults)
        _forgive(lock, clock.now())
        opened = _typed(lock, report) if report.code else False
        if report.state:
            _note_state(lock, report)
        lock.save(update_fields=["seen_at", "battery_pct", "faults", "state", "latest"])
    return opened


def _forgive(lock: Instrument, now: datetime) -> None:
    """Wrong codes of long ago count no more, and their alarm is over."""
    wrong = [datetime.fromisoformat(at) for at in lock.latest.get("wrong", [])]
    if wrong and not recent(wrong, now):
        lock.latest = {}
        return_alarm(lock.company, f"lock:{lock.pk}:lock_misuse", now)


def _typed(lock: Instrument, report: LockReport) -> bool:
    """Open for a code in force while its permit's conditions still hold; else count and answer."""
    now = clock.now()
    wrong = [datetime.fromisoformat(at) for at in lock.latest.get("wrong", [])]
    if is_blocked(wrong, now):
        _answer(lock, "refuse", "错误次数过多，10 分钟后再试", now)
        return False
    found = next((one for one in running_grants(lock, now)
                  if one.code_sm3 == code_digest(str(one.pk), report.code)), None)  # fmt: skip
    if found is None:
        _wrong(lock, wrong, now)
        return False
    against = list(open_blockers(Look(_permit(found), None, now)))
    if against:
        _answer(lock, "refuse", against[0].text[:60], now)
        note = "；".join(one.text for one in against)
        record(SYSTEM, "permit_lock_refuse", found.permit, after={"lock": lock.number}, note=note)
        return False
    found.uses, found.used_at = found.uses + 1, found.used_at or now
    found.save(update_fields=["uses", "used_at"])
    record(SYSTEM, "permit_lock_open", found.permit,
           after={"lock": lock.number, "grant": str(found.pk), "by": found.by_name})  # fmt: skip
    _answer(lock, "unlock", f"{found.permit.number} {found.by_name}", now)
    return True


def _permit(grant: LockGrant) -> Permit:
    rows = Permit.objects.select_related("company", "area", "unit", "contractor", "template")
    return rows.get(pk=grant.permit_id)


def _wrong(lock: Instrument, wrong: list[datetime], now: datetime) -> None:
    counted = [*recent(wrong, now), now]
    lock.latest = {"wrong": [at.isoformat() for at in counted]}
    _answer(lock, "refuse", "授权码无效", now)
    if is_blocked(counted, now):
        _alarm(lock, "lock_misuse", "10 分钟内 5 次输入无效授权码，已停止受理", now)


def _note_state(lock: Instrument, report: LockReport) -> None:
    """Opened without a code, or by force, is an alarm; locked again ends it."""
    was, lock.state = lock.state, report.state
    if report.state == "locked":
        return_alarm(lock.company, f"lock:{lock.pk}:lock_forced", clock.now())
    elif report.state == "forced":
        _alarm(lock, "lock_forced", "锁具报告被强行打开", report.at)
    elif was != "open" and not _let_open(lock, report.at):
        _alarm(lock, "lock_forced", "没有开锁授权而被打开", report.at)


def _let_open(lock: Instrument, at: datetime) -> bool:
    """Whether a code was accepted shortly before."""
    rows = LockGrant.objects.filter(lock=lock, uses__gt=0, until_at__gte=at - OPEN_WITHIN)
    return rows.exists()


def _alarm(lock: Instrument, kind: str, text: str, at: datetime) -> None:
    condition = f"lock:{lock.pk}:{kind}"
    raise_alarm(lock.company, AlarmRaise(
        kind=kind, condition=condition, raised_at=at, source="locks",
        title=f"{lock.number} {lock.name}"[:100], text=text,
        alarm_id=uuid_of("alarm", condition, at.isoformat()),
        place=Place(lock.area_id, lock.x_m, lock.y_m, lock.floor), rule=kind, rule_version="1",
        inputs={"lock": lock.number},
    ))  # fmt: skip


def _answer(lock: Instrument, cmd: str, text: str, now: datetime) -> None:
    """Words for the lock: they go out over MQTT beside the event, and are worth nothing later."""
    words = {"cmd": cmd, "text": text, "until": (now + OPEN_WITHIN).isoformat()}
    emit(lock.company.code, DevicesTold((lock.number,), words))
