"""What a node is asked to do once."""

from datetime import datetime
from typing import Any

from django.db import transaction

from anhuan.domains.audit.actions import record
from anhuan.domains.org.models import Account
from anhuan.domains.pipes.models import Deed, Letter, Look, Node, Pipe
from anhuan.domains.pipes.queries import standing_of
from anhuan.domains.pipes.rules.trying import row_of
from anhuan.kernel.errors import refuse


def compare(by: Account, pipe: Pipe, now: datetime) -> Deed:
    """Look now whether both sides hold the same rows."""
    if pipe.side == "receive":
        raise refuse("receives", "比对由发送方发起，请在发送方操作")
    return _ask(by, pipe.node, "compare", pipe.name, {}, now)


def resend(by: Account, look: Look, now: datetime) -> Deed:
    """Send again just the rows that differed. Where there are more than were told by key, the
    node looks at the table anew."""
    if not look.differences:
        raise refuse("no_difference", "这次比对没有差异，无须补发")
    if look.resent:
        raise refuse("resent_already", "差异已补发，请重新比对确认")
    listed = look.keys if look.is_listed else {"whole": True}
    detail = {"look": str(look.pk), "table": look.table, **listed}
    return _ask(by, look.node, "resend", look.route, detail, now)


def replay(by: Account, letter: Letter, body: str, now: datetime) -> Deed:
    """Try a dead letter again, as edited."""
    _must_wait(letter)
    detail: dict[str, Any] = {"number": letter.number}
    if body.strip() and body.strip() != letter.body.strip():
        try:
            row_of(body)
        except ValueError as error:
            raise refuse("no_row", str(error)) from error
        detail["body"] = body
    return _ask(by, letter.node, "replay", letter.place, detail, now)


def discard(by: Account, letter: Letter, why: str, now: datetime) -> Deed:
    """Nobody wants it any more."""
    _must_wait(letter)
    if not why.strip():
        raise refuse("no_reason", "请填写作废原因")
    detail = {"number": letter.number, "why": why}
    return _ask(by, letter.node, "discard", letter.place, detail, now)


def resume(by: Account, pipe: Pipe, table: str, now: datetime) -> Deed:
    """The new columns are right: what was kept of the table is applied."""
    paused = [one["table"] for one in standing_of(pipe).get("paused", [])]
    if table not in paused:
        raise refuse("not_paused", f"表 {table} 没有暂停")
    return _ask(by, pipe.node, "resume", pipe.name, {"table": table}, now)


def _must_wait(letter: Letter) -> None:
    if letter.state != "waiting":
        raise refuse("letter_ended", f"该死信{letter.get_state_display()}，不能再处理")


def _ask(
    by: Account, node: Node, kind: str, place: str, detail: dict[str, Any], now: datetime
) -> Deed:
    with transaction.atomic():
        same = {"node": node, "kind": kind, "place": place, "state": Deed.State.WAITING}
        if found := Deed.objects.filter(**same, detail=detail).first():
            return found
        deed = Deed.objects.create(**same, detail=detail, by=by, at=now)
        record(by, "pipe_deed", deed, note=str(detail.get("why", "")))
    return deed
