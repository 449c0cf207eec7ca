"""What stands against opening a lock for a permit, and what locks and codes there are."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet

from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import company_of
from anhuan.domains.permits.models import Instrument, LockGrant, Permit
from anhuan.domains.permits.queries.guards import GUARDS
from anhuan.domains.permits.queries.guards.place import on_site
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.rules.codes import ALARM_CODES, Alarm
from anhuan.domains.permits.rules.lifecycle import TABLE
from anhuan.domains.permits.rules.locks import OPENABLE
from anhuan.domains.permits.rules.states import Deed, State
from anhuan.kernel.errors import Blocker

_CLAUSE = "鲁应急 附件3"
# Who asks may not be the one to begin; whether a lock may open does not hang on that.
_NOT_ASKED = ("no_check_open",)
_AT_WORK = ("people", "validity_now", "conflicts", "weather", "one_guard", "watched")


def lock_blockers(look: Look, lock: Instrument | None) -> Iterator[Blocker]:
    """Every reason against a code: the permit's state, its people, its air, who asks and where."""
    if lock is None or lock.is_retired or lock.form != Instrument.Form.LOCK:
        yield Blocker("lock_unknown", "没有这把在用的电子锁")
    yield from _asker(look)
    if look.state not in OPENABLE:
        text = f"作业票{look.state.label}，签发后、作业中才能下发开锁授权码"
        yield Blocker("out_of_order", text, _CLAUSE)
    else:
        yield from open_blockers(look)
        yield from on_site(look)


def open_blockers(look: Look) -> Iterator[Blocker]:
    """What must hold whenever the lock opens: asked when a code is given and when it is typed."""
    if look.state is State.WORKING:
        names = [name for name in _AT_WORK if name in GUARDS]
    else:
        names = [one for one in TABLE[look.state, Deed.START].guards if one not in _NOT_ASKED]
    yield from (blocker for name in names for blocker in GUARDS[name](look))
    yield from _standing(look.permit)


def _asker(look: Look) -> Iterator[Blocker]:
    parts = look.my_parts & {"guardian", "work_leader", "commander"}
    if look.asker is not None and not parts and not look.asker.may("permits.verify"):
        yield Blocker("not_yours", "授权码由票上监护人、作业负责人或当班班长领取", _CLAUSE)


def _standing(permit: Permit) -> Iterator[Blocker]:
    """An alarm that stops works stands against opening, too."""
    for row in permit.alarms.filter(ended_at__isnull=True, from_refusal=False):
        if ALARM_CODES[Alarm(row.what)].suspends:
            yield Blocker("alarm_stands", f"报警未消除：{row.text}", _CLAUSE)


def visible_locks(account: Account) -> QuerySet[Instrument]:
    """The plant's locks."""
    rows = Instrument.objects.filter(company=company_of(account), form=Instrument.Form.LOCK)
    return rows.select_related("area")


def grants_of(lock: Instrument) -> QuerySet[LockGrant]:
    """Its codes, the newest first."""
    return LockGrant.objects.filter(lock=lock).select_related("permit", "by")


def running_grants(lock: Instrument, now: datetime) -> QuerySet[LockGrant]:
    """Codes that open it now."""
    return grants_of(lock).filter(ended_at__isnull=True, until_at__gte=now)
