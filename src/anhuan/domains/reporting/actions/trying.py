"""By hand: send again, give up, send a test."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from anhuan.domains.audit.actions import record
from anhuan.domains.org.models import Account
from anhuan.domains.reporting.actions.sending import content_sm3
from anhuan.domains.reporting.models import Batch, Delivery, ReportRow, Target
from anhuan.domains.reporting.queries.targets import options_for
from anhuan.domains.reporting.rules import states
from anhuan.domains.reporting.rules.rendering import filled
from anhuan.domains.reporting.rules.validation import faults_of
from anhuan.domains.reporting.seeds.loader import tables
from anhuan.kernel.errors import refuse


def resend(by: Account, delivery: Delivery, now: datetime) -> Delivery:
    """The same version once more; what is faulty is refused with its faults."""
    with transaction.atomic():
        found = _locked(delivery)
        if found.state not in (states.SENT, states.REFUSED, states.HELD):
            word = states.STATES[found.state]
            raise refuse("not_ended", f"这条数据{word}，不能重新上报")
        table, options = tables()[found.table], options_for(found.target)
        faults = faults_of(table, filled(table, found.content, options), options)
        if faults:
            raise refuse("faulty", f"校验未过：{'；'.join(one.text for one in faults)}")
        found.state, found.due_at, found.batch, found.finished_at = states.WAITING, now, None, None
        found.faults, found.said = [], ""
        found.save()
        record(by, "report_resend", found, note=f"{found.table} {found.row}")
    return found


def resend_many(by: Account, rows: Iterable[Delivery], now: datetime) -> int:
    """Each that may be; how many."""
    return sum(bool(resend(by, one, now)) for one in rows)


def drop(by: Account, delivery: Delivery, why: str, now: datetime) -> Delivery:
    """This version is not to be sent: what stood behind it may go."""
    if not why.strip():
        raise refuse("no_reason", "请写明作废原因")
    with transaction.atomic():
        found = _locked(delivery)
        if found.state not in (states.HELD, states.REFUSED, states.WAITING):
            raise refuse("not_open", f"这条数据{states.STATES[found.state]}，不能作废")
        found.state, found.finished_at, found.said = states.SUPERSEDED, now, why[:500]
        found.save(update_fields=["state", "finished_at", "said"])
        record(by, "report_drop", found, note=why)
    return found


def _locked(delivery: Delivery) -> Delivery:
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("target", "row")
    return rows.get(pk=delivery.pk)


def send_test(by: Account, target: Target, table_id: str, now: datetime) -> Batch:
    """The newest sound row of a table once more, beside the queue: the receiver knows it by its
    key, so nothing is told that is not so. Refused where there is none."""
    table, options = tables()[table_id], options_for(target)
    rows = ReportRow.objects.filter(company=target.company_id, table=table_id)
    for row in rows.order_by("-changed_at")[:50]:
        if not faults_of(table, filled(table, row.row, options), options):
            break
    else:
        raise refuse("nothing_to_test", f"{table.name}还没有校验通过的数据，请换一张表")
    with transaction.atomic():
        batch = Batch.objects.create(
            target=target, table=table_id, rows=1, test_rows=[row.row], made_at=now,
            content_sm3=content_sm3([row.row]), origin=row.origin,
        )  # fmt: skip
        record(by, "report_test", target, note=f"{table_id} {row}")
    return batch
