"""A node reports: kept as it says, answered with what it is to run and to do."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.dateparse import parse_datetime

from anhuan.domains.pipes.models import Deed, Letter, LogLine, Look, Node, Pipe, Receipt
from anhuan.domains.pipes.queries import orders_for
from anhuan.exchange.core.orders import Orders
from anhuan.kernel.errors import refuse

KEYS_KEPT = 500  # of each kind, of a comparison
Report = dict[str, Any]


def hear(node: Node, report: Report, now: datetime) -> Orders:
    """Take a report; what was told twice is one. Raises `Refused` for what is no report."""
    try:
        with transaction.atomic():
            return _hear(node, report, now)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise refuse("no_report", f"报告格式不对：{error}") from error


def _hear(node: Node, report: Report, now: datetime) -> Orders:
    is_first = node.heard_at is None
    node.report = {name: report[name] for name in ("at", "pipes", "receives")}
    node.samples, node.heard_at = report["samples"], now
    node.save(update_fields=["report", "samples", "heard_at"])
    _adopt(node)
    _write_log(node, report["log"], now)
    _note_looks(node, report["looks"], now)
    _keep_receipts(node, report["receipts"], now)
    _end_deeds(node, report["done"], now)
    if (letters := report["letters"]) is not None:
        _sort_letters(node, letters, now)
    return orders_for(node, wants_letters=is_first and letters is None)


def _adopt(node: Node) -> None:
    """Pipes of the node's own folder stand on the pages too; they can be steered, not edited."""
    known = set(node.pipes.filter(is_removed=False).values_list("name", flat=True))
    report = node.report
    found = [("send", one["pipe"], one.get("title", ""), one["state"]) for one in report["pipes"]]
    found += [("receive", one["route"], "", "running") for one in report["receives"]]
    for side, name, title, wish in found:
        if name not in known:
            Pipe.objects.create(
                company_id=node.company_id, node=node, name=name, title=title[:200], side=side,
                wish=wish,
            )  # fmt: skip


def _time(said: Any, now: datetime) -> datetime:
    """A node's clock may be wrong: nothing happened later than now."""
    found = parse_datetime(str(said))
    return min(found, now) if found and found.tzinfo else now


def _write_log(node: Node, lines: list[Report], now: datetime) -> None:
    rows = [
        LogLine(id=UUID(one["id"]), node=node, place=one["place"][:120], level=one["level"],
                code=one["code"][:40], text=one["text"][:4000], at=_time(one["at"], now))
        for one in lines
    ]  # fmt: skip
    LogLine.objects.bulk_create(rows, ignore_conflicts=True)


def _note_looks(node: Node, looks: list[Report], now: datetime) -> None:
    for one in looks:
        found = one["difference"]
        kinds = ("missing", "surplus", "changed")
        Look.objects.get_or_create(
            id=UUID(one["id"]),
            defaults={
                "node": node, "route": one["route"], "table": one["table"],
                "at": _time(one["at"], now), "rows": one["rows"], "resent": one["resent"],
                "seconds": one["seconds"], **{kind: one[kind] for kind in kinds},
                "keys": {kind: found[kind][:KEYS_KEPT] for kind in kinds},
            },
        )  # fmt: skip


def _keep_receipts(node: Node, receipts: list[Report], now: datetime) -> None:
    names = ("route", "first", "last", "manifest", "signature", "public")
    rows = [Receipt(node=node, at=now, **{name: one[name] for name in names}) for one in receipts]
    Receipt.objects.bulk_create(rows, ignore_conflicts=True)


def _end_deeds(node: Node, done: list[Report], now: datetime) -> None:
    for one in done:
        deed = node.deeds.filter(pk=one["id"], state=Deed.State.WAITING).first()
        if deed is None:
            continue
        deed.state = Deed.State.REFUSED if one["text"] else Deed.State.DONE
        deed.said, deed.ended_at = one["text"][:500], now
        deed.save(update_fields=["state", "said", "ended_at"])
        if deed.kind in ("replay", "discard"):
            _end_letter(deed, now)
        is_sent = deed.kind == "resend" and not deed.detail.get("whole")
        if is_sent and deed.state == Deed.State.DONE:
            _note_resent(deed)


def _end_letter(deed: Deed, now: datetime) -> None:
    found = Letter.objects.filter(
        node=deed.node_id, place=deed.place, number=deed.detail["number"], state="waiting"
    )
    if deed.state == Deed.State.REFUSED:
        found.update(said=deed.said)
        return
    state = "done" if deed.kind == "replay" else "discarded"
    found.update(state=state, said=str(deed.detail.get("why", "")), ended_at=now)


def _note_resent(deed: Deed) -> None:
    for look in Look.objects.filter(node=deed.node_id, pk=deed.detail.get("look")):
        look.resent = look.differences
        look.save(update_fields=["resent"])


def _sort_letters(node: Node, letters: Report, now: datetime) -> None:
    """New ones are kept; those the node has no longer are over: newer data came, or a person
    there closed them."""
    names = ("place", "side", "table", "key", "code", "reason", "body")
    rows = [
        Letter(node=node, number=one["id"], at=now, **{name: one[name] for name in names})
        for one in letters["new"]
    ]
    Letter.objects.bulk_create(rows, ignore_conflicts=True)
    there = {(place, number) for place, number in letters["keys"]}
    for letter in node.letters.filter(state="waiting"):
        if (letter.place, letter.number) not in there:
            letter.state, letter.ended_at = "ended", now
            letter.save(update_fields=["state", "ended_at"])
