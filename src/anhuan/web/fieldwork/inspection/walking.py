"""What a phone does to a round, each exactly once and by the moment it was done."""

from typing import Any

from anhuan.domains.field.queries import Done
from anhuan.domains.inspection import actions
from anhuan.domains.inspection.actions import Came, Found, Seen
from anhuan.domains.inspection.queries.abnormal import abnormality_for
from anhuan.domains.inspection.rules.arrival import Method
from anhuan.domains.inspection.rules.identity import Shown
from anhuan.domains.inspection.rules.readings import Answer
from anhuan.domains.org.models import Account
from anhuan.web.fieldwork.inspection import payload as p


def start(account: Account, done: Done) -> dict[str, Any]:
    """The round begins, by who shows that it is he; harmless to repeat."""
    given = p.read(p.StartBody, done.payload)
    shown = Shown(next(iter(p.digests(done)), ""), given["card"])
    task = actions.start(account, p.task_of(account, given), p.when(done), shown)
    return {"state": task.outcome or "running"}


def arrive(account: Account, done: Done) -> dict[str, Any]:
    """At a point, shown by a tag, a code, or the positioning system (INS-039 to INS-041)."""
    given = p.read(p.ArriveBody, done.payload)
    task, point = p.task_of(account, given), p.point_of(account, given["point"])
    came = Came(Method(given["method"]), given["code"])
    visit = actions.sign_in(account, task, point, came, p.when(done))
    return {"weight": visit.weight, "away_m": visit.away_m, "skipped": visit.skipped}


def enter(account: Account, done: Done) -> dict[str, Any]:
    """One item, with its pictures and what is done where it is wrong."""
    given = p.read(p.EnterBody, done.payload)
    task = p.task_of(account, given)
    answer = Answer(given["value"], given["is_abnormal"], reason=given["reason"])
    name = given["note"] or f"{task.name}异常"
    found = Found(
        given["item"], answer, given["point"], given["note"], p.digests(done), given["handling"],
        given["handled"], p.hazard_of(done, given, name), given["proposed"], p.has_photo(done),
    )  # fmt: skip
    entry = actions.enter(account, task, found, p.when(done))
    hazard = str(entry.hazard_id) if entry.hazard_id else None
    return {"result": entry.result, "differs": entry.differs, "hazard": hazard,
            "process_value": entry.process_value}  # fmt: skip


def leave(account: Account, done: Done) -> dict[str, Any]:
    """A point is finished."""
    given = p.read(p.PointBody, done.payload)
    visit = actions.leave(account, p.task_of(account, given), given["point"], p.when(done))
    return {"finished_at": visit.finished_at.isoformat() if visit.finished_at else ""}


def finish(account: Account, done: Done) -> dict[str, Any]:
    """The round ends."""
    task = p.task_of(account, p.read(p.TaskBody, done.payload))
    return {"outcome": actions.finish(account, task, p.when(done)).outcome}


def found(account: Account, done: Done) -> dict[str, Any]:
    """Something wrong outside a round, by the same words (INS-053)."""
    given = p.read(p.FoundBody, done.payload)
    point = p.point_by_code(account, given["code"])
    seen = Seen(
        given["text"], given["handling"], done.id, point, given["place"], given["equipment"],
        given["handled"], p.digests(done),
        p.hazard_of(done, given, given["text"] or "现场上报（见照片或录音）"),
    )  # fmt: skip
    row = actions.report_outside(account, seen, p.when(done))
    hazard = str(row.hazard_id) if row.hazard_id else None
    return {"abnormality": str(row.pk), "hazard": hazard}


def close(account: Account, done: Done) -> dict[str, Any]:
    """Dealt with (INS-051)."""
    given = p.read(p.CloseBody, done.payload)
    row = abnormality_for(account, given["abnormality"])
    closed = actions.close(account, row, given["handled"])
    return {"closed_at": closed.closed_at.isoformat() if closed.closed_at else ""}
