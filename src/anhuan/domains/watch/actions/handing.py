"""Writing the log, handing a turn over, taking it: each signed by the login of who does it."""

from datetime import datetime

from django.db import transaction

from anhuan.domains.audit.actions import record
from anhuan.domains.org.models import Account
from anhuan.domains.outbox.actions import emit
from anhuan.domains.watch.actions.locking import locked
from anhuan.domains.watch.events import WatchChanged
from anhuan.domains.watch.models import Handover, LogLine, Turn
from anhuan.domains.watch.queries import following, situation_of, standing_of
from anhuan.domains.watch.rules.handing import give_blockers, note_blockers, take_blockers
from anhuan.kernel import clock
from anhuan.kernel.errors import refuse_if_any


def note(by: Account, turn: Turn, text: str, at: datetime | None = None) -> LogLine:
    """One line into the log of the turn."""
    now = at or clock.now()
    with transaction.atomic():
        turn = locked(turn)
        refuse_if_any(note_blockers(standing_of(turn), _person(by), turn.shift.starts_at, now))
        line = LogLine.objects.create(turn=turn, at=now, by=by, text=text)
        record(by, "watch_note", turn, after={"text": text})
        emit(turn.post.company.code, WatchChanged(turn.post_id, "note"))
    return line


def give(by: Account, turn: Turn, remarks: str, at: datetime | None = None) -> Handover:
    """Hand over: what is open now goes into the record by itself."""
    now = at or clock.now()
    with transaction.atomic():
        turn = locked(turn)
        refuse_if_any(give_blockers(standing_of(turn), _person(by), now))
        situation = situation_of(turn.post.company)
        made = Handover.objects.create(
            turn=turn, given_by=by, given_at=now, remarks=remarks, situation=situation
        )
        counts = {name: len(rows) for name, rows in situation.items()}
        record(by, "watch_give", turn, after={"remarks": remarks, **counts})
        emit(turn.post.company.code, WatchChanged(turn.post_id, "given"))
    return made


def take(by: Account, turn: Turn, remarks: str = "", at: datetime | None = None) -> Handover:
    """Take `turn` over: by who is on the next one."""
    now = at or clock.now()
    with transaction.atomic():
        turn = locked(turn)
        after = following(turn)
        refuse_if_any(take_blockers(
            standing_of(turn), standing_of(after) if after else None, str(by.pk), _person(by)
        ))  # fmt: skip
        handed = turn.handover
        handed.taken_by, handed.taken_at, handed.taken_remarks = by, now, remarks
        handed.save(update_fields=["taken_by", "taken_at", "taken_remarks"])
        record(by, "watch_take", turn, after={"remarks": remarks})
        emit(turn.post.company.code, WatchChanged(turn.post_id, "taken"))
    return handed


def _person(by: Account) -> str:
    return str(by.person_id or "")
