"""Binding detectors to a permit, and letting them go (GB 30871-2022 6.5; PTW-167)."""

from collections.abc import Iterator

from django.db import transaction

from anhuan.domains.audit.actions import record
from anhuan.domains.org.models import Account
from anhuan.domains.outbox.actions import emit
from anhuan.domains.permits.actions.releasing import WATCHABLE, end_watch
from anhuan.domains.permits.actions.steps import locked
from anhuan.domains.permits.events import PermitChanged
from anhuan.domains.permits.models import GasWatch, Instrument, Permit
from anhuan.domains.permits.models.instruments import DETECTORS
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.watching import is_heard
from anhuan.domains.permits.rules.states import State
from anhuan.kernel import clock
from anhuan.kernel.errors import Blocker, refuse, refuse_if_any


def watch(by: Account, permit: Permit, number: str) -> GasWatch:
    """Bind a detector by its number: from now on its readings are judged by this work's limits."""
    with transaction.atomic():
        permit, now = locked(permit.pk), clock.now()
        row = Instrument.objects.filter(
            company=permit.company, number=number.strip(), form__in=DETECTORS
        ).first()
        refuse_if_any(_blockers(Look(permit, by, now), row, number))
        assert row is not None  # among the reasons
        made = GasWatch.objects.create(
            permit=permit, instrument=row, from_at=now, by=by, by_name=by.display_name
        )
        record(by, "permit_watch", permit, after={"detector": row.number})
        _tell(permit, "watch")
    return made


def _blockers(look: Look, row: Instrument | None, number: str) -> Iterator[Blocker]:
    yield from _not_yours(look)
    if look.state not in WATCHABLE:
        yield Blocker("out_of_order", f"作业票{look.state.label}，不能绑定检测仪")
    if row is None or row.is_retired:
        yield Blocker("detector_unknown", f"没有编号为“{number.strip()}”的在用检测仪")
        return
    if row.checked_until and row.checked_until < look.now.astimezone(look.zone).date():
        yield Blocker("instrument_expired", f"{row.number} 检定已于 {row.checked_until} 到期")
    if look.state is State.WORKING and not is_heard(row, look.now, look.figures.detector_silent_s):
        yield Blocker("detector_silent", f"{row.number} 没有数据，请先开机再绑定")
    open_ = GasWatch.objects.filter(instrument=row, until_at__isnull=True)
    if open_.filter(permit=look.permit).exists():
        yield Blocker("watch_twice", f"{row.number} 已绑定在这张票上")
    elif row.form == Instrument.Form.PORTABLE and (other := open_.first()):
        text = f"{row.number} 正在监测 {other.permit.number}，请先解除"
        yield Blocker("detector_busy", text)


def _not_yours(look: Look) -> Iterator[Blocker]:
    asker = look.asker
    assert asker is not None
    is_mine = asker.pk == look.permit.reserved_by_id or look.my_parts
    if not is_mine and not asker.may("permits.analyse"):
        yield Blocker("not_yours", "检测仪由票上人员、申请人或分析人绑定和解除")


def unwatch(by: Account, permit: Permit, number: str) -> Permit:
    """Let a detector go. A work that must be watched stands still without (judged at once)."""
    with transaction.atomic():
        permit, now = locked(permit.pk), clock.now()
        refuse_if_any(_not_yours(Look(permit, by, now)))
        rows = permit.watches.filter(until_at__isnull=True, instrument__number=number.strip())
        one = rows.select_related("instrument").first()
        if one is None:
            raise refuse("watch_unknown", f"{number.strip()} 没有绑定在这张票上")
        end_watch(permit, one, now)
        record(by, "permit_unwatch", permit, after={"detector": one.instrument.number})
        _tell(permit, "unwatch")
    return permit


def _tell(permit: Permit, deed: str) -> None:
    event = PermitChanged(permit.pk, permit.version, permit.number, permit.state, deed)
    emit(permit.company.code, event)
