"""What comes down from an authority, in the words both sides use."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from anhuan.kernel.errors import Blocker

KINDS = {"warning": "风险预警", "order": "督办", "finding": "抽查异常", "reminder": "整改提醒"}
LEVELS = {"red": "红色", "orange": "橙色", "yellow": "黄色", "blue": "蓝色"}
PRIORITIES = {"red": 1, "orange": 2, "yellow": 3, "blue": 4}
WAITING = ("issued", "taken", "returned")  # for our answer
STATES = {
    "issued": "待反馈", "taken": "待反馈", "answered": "已反馈，待核查", "returned": "退回重办",
    "closed": "已闭环",
}  # fmt: skip
TONES = {
    "issued": "accent",
    "taken": "accent",
    "answered": "p4",
    "returned": "p2",
    "closed": "good",
}


def read(given: Mapping[str, Any]) -> dict[str, Any] | None:
    """One order as the authority sent it; None where it makes no sense."""
    try:
        found: dict[str, Any] = {
            "id": UUID(str(given["id"])), "version": int(given["version"]),
            "kind": str(given["kind"]), "level": str(given["level"]),
            "title": str(given["title"])[:100], "text": str(given["text"])[:4000],
            "reasons": [str(one)[:300] for one in given.get("reasons") or ()][:50],
            "state": str(given["state"]), "verdict": str(given.get("verdict") or "")[:500],
            "by": str(given.get("by") or "")[:50], "plant": str(given.get("company") or "")[:36],
            "issued_at": datetime.fromisoformat(str(given["issued_at"])),
            "due_at": datetime.fromisoformat(str(given["due_at"])),
        }  # fmt: skip
    except (KeyError, ValueError, TypeError):
        return None
    is_known = found["kind"] in KINDS and found["level"] in LEVELS and found["state"] in STATES
    moments = (found["issued_at"], found["due_at"])
    has_zone = all(isinstance(at, datetime) and at.tzinfo for at in moments)
    return found if is_known and has_zone else None


def reply_blockers(state: str, cause: str, measures: str, *, is_ours: bool) -> Iterator[Blocker]:
    """Everything against an answer."""
    if not is_ours:
        yield Blocker("not_ours", "该事项下发给企业，由企业反馈后自动上报，本平台不能代为反馈")
    if state not in WAITING:
        yield Blocker("not_waiting", "该事项不在待反馈状态，无需再反馈")
    if not cause.strip():
        yield Blocker("no_cause", "请填写原因")
    if not measures.strip():
        yield Blocker("no_measures", "请填写处置措施和结果")
