"""Messages come in: their data, their numbers and their receipts are kept in one transaction.

Whoever sends the same message again gets the same answer and changes nothing; other content under
a known id is refused. A row that another, later sent message has written already is left as it is:
resent messages never undo newer ones. Many messages at once cost as many statements as one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from anhuan.domains.province.actions import storing
from anhuan.domains.province.actions.harvest import Harvest
from anhuan.domains.province.actions.sensing import Sensing
from anhuan.domains.province.models import Enterprise
from anhuan.domains.province.queries.enterprises import zone
from anhuan.domains.province.rules import window
from anhuan.domains.province.rules.identity import digest_of, is_same, name_of, reused
from anhuan.domains.province.rules.scenes import SENSING
from anhuan.domains.province.rules.sifting import Sifted, sifted
from anhuan.domains.reporting.seeds.loader import tables
from anhuan.kernel.ids import uuid7

Answer = dict[str, Any]
EXPELLED: Answer = {"code": "401", "msg": "令牌无效，请向监管单位领取并填入密钥文件"}


@dataclass(frozen=True, slots=True)
class Arrival:
    """One message as its form gave it. `id` empty: it has none, its content is its id. `number`
    None: its sender does not count. `keys`: what the envelope calls each row. `token_sm3`: the
    digest of the token it came with; empty: its sender was proved otherwise."""

    table: str
    rows: Sequence[Mapping[str, Any]]
    form: str
    id: str = ""
    epoch: str = ""
    number: int | None = None
    sent_at: datetime | None = None
    keys: Sequence[str] = field(default_factory=tuple)
    token_sm3: str = ""


@dataclass(frozen=True, slots=True)
class _Message:
    """An arrival, read."""

    enterprise: Enterprise
    arrival: Arrival
    digest: str
    name: str
    found: Sifted  # empty for sensed values, which are judged by the points as they are then

    @property
    def sender(self) -> storing.Sender:
        return self.enterprise.pk, self.arrival.epoch

    @property
    def known_by(self) -> storing.Name:
        return self.enterprise.pk, self.name


def take(enterprise: Enterprise, arrival: Arrival, now: datetime) -> Answer:
    """Keep one."""
    return take_many([(enterprise, arrival)], now)[0]


def take_many(sent: Sequence[tuple[Enterprise, Arrival]], now: datetime) -> list[Answer]:
    """Keep them in this order, all or none; what each sender is told: {code, msg, id, receipt,
    errors, missing}, or {code, msg} where the message was not taken (401, 409)."""
    messages = [_read(enterprise, arrival) for enterprise, arrival in sent]
    with transaction.atomic():
        batch = _Batch(messages, now)
        answers = [batch.answer(one) for one in messages]
        batch.write()
    return answers


def _read(enterprise: Enterprise, arrival: Arrival) -> _Message:
    digest = digest_of(arrival.rows)
    name = name_of(arrival.id, arrival.table, digest)
    found = Sifted()
    if arrival.table != SENSING:
        table = tables()[arrival.table]
        found = sifted(table, arrival.rows, arrival.keys, enterprise.code, zone())
    return _Message(enterprise, arrival, digest, name, found)


class _Batch:
    """What the database says of these messages, and what they change in it."""

    def __init__(self, messages: Sequence[_Message], now: datetime) -> None:
        self.now, self.doors = now, storing.doors_of(one.enterprise.pk for one in messages)
        passed_on = frozenset(pk for pk, door in self.doors.items() if door.is_passed_on)
        tracked = frozenset(pk for pk, door in self.doors.items() if door.keeps_tracks)
        self.harvest = Harvest(now, passed_on, tracked)
        senders = {one.sender for one in messages if one.enterprise.pk in self.doors}
        self.inflows = storing.lock_inflows([_blank(*one, now) for one in sorted(senders)])
        self.heard = dict.fromkeys(senders, 0)
        self.known = storing.known_receipts([one.known_by for one in messages])
        self.sensing = Sensing(
            [(one.enterprise.pk, one.arrival.rows) for one in messages
             if one.arrival.table == SENSING], now,
        )  # fmt: skip

    def answer(self, one: _Message) -> Answer:
        """Of one message, the ones before it counted in."""
        if not self._is_let_in(one):
            return dict(EXPELLED)
        if (known := self.known.get(one.known_by)) is None:
            return self._taken(one)
        said = one.arrival.table, one.digest
        if is_same((known["table"], known["content_sm3"]), said, one.arrival.rows):
            return dict(known["answer"])
        self.harvest.clash(one.known_by, one.arrival.table)
        return reused(one.name, known["table"])

    def _is_let_in(self, one: _Message) -> bool:
        """The key may have been replaced since the door looked."""
        door = self.doors.get(one.enterprise.pk)
        token = one.arrival.token_sm3
        return door is not None and (not token or token in door.tokens)

    def _taken(self, one: _Message) -> Answer:
        pk, arrival, found = one.enterprise.pk, one.arrival, one.found
        if arrival.table == SENSING:
            found = self.sensing.take(pk, arrival.rows)
        else:
            sent_at = min(arrival.sent_at or self.now, self.now)
            self.harvest.add(pk, arrival.table, found, sent_at)
        self.harvest.count(pk, arrival.table, found.taken, len(found.errors))
        answer = _answer(one, found, self._advance(one))
        receipt = {
            "id": uuid7(), "enterprise_id": pk, "message": one.name, "form": arrival.form,
            "table": arrival.table, "rows": len(arrival.rows), "refused": len(found.errors),
            "number": arrival.number, "content_sm3": one.digest, "answer": answer, "at": self.now,
        }  # fmt: skip
        self.harvest.receipts[one.known_by] = self.known[one.known_by] = receipt
        return answer

    def _advance(self, one: _Message) -> list[window.Span]:
        contiguous, islands = self.inflows[one.sender]
        if one.arrival.number is not None:
            contiguous, islands = window.taken(contiguous, islands, one.arrival.number)
        self.inflows[one.sender] = contiguous, islands
        self.heard[one.sender] += 1
        return window.missing(contiguous, islands)

    def write(self) -> None:
        """All of it."""
        self.harvest.write()
        self.sensing.write()
        storing.advance_inflows([
            {"enterprise_id": pk, "epoch": epoch, "contiguous": self.inflows[pk, epoch][0],
             "islands": self.inflows[pk, epoch][1], "messages": heard}
            for (pk, epoch), heard in sorted(self.heard.items()) if heard
        ])  # fmt: skip


def _blank(enterprise: Any, epoch: str, now: datetime) -> dict[str, Any]:
    return {"id": uuid7(), "enterprise_id": enterprise, "epoch": epoch, "contiguous": 0,
            "islands": [], "messages": 0, "last_at": now}  # fmt: skip


def _answer(one: _Message, found: Sifted, gaps: list[window.Span]) -> Answer:
    refused, rows = len(found.errors), len(one.arrival.rows)
    text = f"收到 {rows} 条" + (f"，退回 {refused} 条" if refused else "")
    return {
        "code": "0", "msg": text, "id": one.name, "receipt": f"{one.name} SM3 {one.digest}",
        "errors": found.errors, "missing": [list(one) for one in gaps],
    }  # fmt: skip
