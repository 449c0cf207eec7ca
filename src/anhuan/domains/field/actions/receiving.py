"""Taking operations from phones: each judged, done and answered once, in its own transaction."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.http import Http404

from anhuan.domains.audit.actions import record
from anhuan.domains.field.events import OperationReceived
from anhuan.domains.field.models import Device, Operation
from anhuan.domains.field.queries import OPERATIONS, Done, Kind, complete_files
from anhuan.domains.field.rules.operations import digest_of, late_blockers, shape_blockers
from anhuan.domains.field.rules.times import Judged, Moment, Reference, judge
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import company_of
from anhuan.domains.outbox.actions import emit
from anhuan.kernel import clock
from anhuan.kernel.errors import Blocker, Refused, refuse, refuse_if_any

log = logging.getLogger(__name__)
_LOCK = 0xF1E1D
Answer = dict[str, Any]


def receive_batch(
    account: Account, device: Device | None, sent: Mapping[str, Any], operations: Sequence[Any]
) -> list[Answer]:
    """One answer an operation, in order. What fails for our own fault holds its stream back."""
    held: set[str] = set()
    answers = []
    for one in operations:
        answer = (
            _failed(one["id"]) if one["stream"] in held else _receive(account, device, sent, one)
        )
        if answer["state"] == "failed":
            held.add(one["stream"])
        answers.append(answer)
    return answers


def _receive(account: Account, device: Device | None, sent: Any, one: dict[str, Any]) -> Answer:
    try:
        with transaction.atomic():
            return receive(account, device, sent, one)
    except Exception:
        log.exception(
            "field operation %s %s failed; the phone will try again", one["kind"], one["id"]
        )
        return _failed(one["id"])


def receive(account: Account, device: Device | None, sent: Any, one: dict[str, Any]) -> Answer:
    """Do it, or find what was answered to it before; a `Refused` is an answer like any other."""
    blockers = list(shape_blockers(one))
    if blockers:
        return _answer(one["id"], "refused", blockers=[asdict(b) for b in blockers])
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_LOCK, str(one["id"])])
    digest = digest_of(one)
    known = Operation.objects.filter(pk=one["id"]).first()
    if known is not None:
        return _again(account, known, digest)
    judged = judge(moment(one["stamp"]), moment(sent), _reference(one["stamp"]), clock.now())
    row = _row(account, device, one, judged, digest)
    _do(account, row)
    row.save(force_insert=True)
    record(account, "report", row, after={"kind": row.kind, "state": row.state})
    emit(row.company.code, OperationReceived(row.pk, row.kind, row.state))
    return answer_of(row)


def _do(account: Account, row: Operation) -> None:
    """What the slice does with it; undone when it refuses, and then told what was refused."""
    kind, done = OPERATIONS.get(row.kind), _done(account, row)
    try:
        with transaction.atomic():
            row.result = dict(_dispatch(account, kind, done, row.files) or {})
            row.state = Operation.State.ACCEPTED
    except Http404 as error:
        _refuse(row, Blocker("not_found", str(error) or "对象不存在"))
    except Refused as refused:
        _refuse(row, *refused.blockers)
        if kind and kind.refused:
            kind.refused(account, done, refused)


def _refuse(row: Operation, *blockers: Blocker) -> None:
    row.state, row.blockers = Operation.State.REFUSED, [asdict(one) for one in blockers]


def _done(account: Account, row: Operation) -> Done:
    files = complete_files(account, [UUID(file) for file in row.files])
    return Done(
        row.pk, row.kind, row.payload, row.happened_at, row.doubt_s, tuple(row.doubts),
        row.received_at, row.device_id, files, clock.to_ms(row.device_at),
    )  # fmt: skip


def _dispatch(
    account: Account, kind: Kind | None, done: Done, wanted: Sequence[str]
) -> Mapping[str, Any] | None:
    if kind is None:
        raise refuse("kind_unknown", "没有这种操作，请更新应用")
    if not account.may(kind.right):
        raise refuse("no_right", "您没有做这件事的权限")
    if kind.at_once:
        refuse_if_any(late_blockers(done.happened_at, done.received_at))
    refuse_if_any(
        Blocker("file_missing", "照片或签名没有传到，请重新拍摄")
        for file in wanted
        if UUID(file) not in done.files
    )
    return kind.do(account, done)


def _row(
    account: Account, device: Device | None, one: dict[str, Any], judged: Judged, digest: str
) -> Operation:
    return Operation(
        id=one["id"], company=company_of(account), account=account, device=device,
        kind=one["kind"], stream=one["stream"], seq=one["seq"], payload=one["payload"],
        files=[str(pk) for pk in one["files"]], stamp=one["stamp"], digest=digest,
        device_at=clock.from_ms(one["stamp"]["device_at"]), happened_at=judged.happened_at,
        doubt_s=judged.doubt_s, doubts=list(judged.doubts), received_at=clock.now(),
    )  # fmt: skip


def moment(clocks: Mapping[str, Any]) -> Moment:
    """The phone's clocks as the rules take them."""
    return Moment(clocks["device_at"], clocks["monotonic_ms"], clocks["session"])


def _reference(stamp: Mapping[str, Any]) -> Reference | None:
    ref = stamp["ref"]
    return Reference(ref["server_at"], moment(ref)) if ref else None


def _again(account: Account, known: Operation, digest: str) -> Answer:
    if known.account_id != account.pk or known.digest != digest:
        blocker = Blocker("operation_id_taken", "这个编号已用于另一个操作，请重做一次")
        return _answer(known.pk, "refused", blockers=[asdict(blocker)])
    return answer_of(known) | {"duplicate": True}


def answer_of(row: Operation) -> Answer:
    """What the phone is told, the first time and every time after."""
    return _answer(
        row.pk, row.state, result=row.result, blockers=row.blockers, at=row.happened_at,
        doubt_s=row.doubt_s,
    )  # fmt: skip


def _failed(pk: UUID) -> Answer:
    return _answer(pk, "failed")


def _answer(
    pk: UUID, state: str, *, result: Any = None, blockers: Any = None,
    at: datetime | None = None, doubt_s: float | None = None,
) -> Answer:  # fmt: skip
    return {
        "id": pk, "state": str(state), "duplicate": False, "result": result or {},
        "blockers": blockers or [], "happened_at": at, "doubt_s": doubt_s,
    }  # fmt: skip
