"""What goes down to a plant: warnings, supervision orders, findings of spot checks, reminders."""

from collections.abc import Iterator

from anhuan.domains.province.rules.levels import LEVELS
from anhuan.kernel.errors import Blocker

KINDS = {"warning": "风险预警", "order": "督办", "finding": "抽查异常", "reminder": "整改提醒"}
ISSUED, TAKEN, ANSWERED, RETURNED, CLOSED = "issued", "taken", "answered", "returned", "closed"
STATES = {
    ISSUED: "已下发", TAKEN: "企业已接收", ANSWERED: "已反馈", RETURNED: "退回重办",
    CLOSED: "已闭环",
}  # fmt: skip
TONES = {ISSUED: "accent", TAKEN: "", ANSWERED: "p4", RETURNED: "p2", CLOSED: "good"}
OPEN = (ISSUED, TAKEN, ANSWERED, RETURNED)
WAITING = (ISSUED, TAKEN, RETURNED)  # for the plant
CLAUSE = "鲁应急字〔2021〕107号 附件1 五(二)"


def issue_blockers(kind: str, level: str, title: str, text: str) -> Iterator[Blocker]:
    """Everything against sending it."""
    if kind not in KINDS:
        yield Blocker("unknown_kind", f"没有这种事项，可选：{'、'.join(KINDS.values())}", CLAUSE)
    if level not in LEVELS:
        yield Blocker("unknown_level", f"没有这个等级，可选：{'、'.join(LEVELS.values())}", CLAUSE)
    if not title.strip() or not text.strip():
        yield Blocker("no_words", "请写明事项和要求，企业才知道做什么", CLAUSE)


def verdict_blockers(
    state: str, note: str, *, is_closing: bool, is_ours: bool
) -> Iterator[Blocker]:
    """Checking what the plant answered."""
    if not is_ours:
        yield Blocker("not_ours", "该事项由上级下发，由上级核查", CLAUSE)
    if state != ANSWERED:
        yield Blocker("not_answered", "企业还没有反馈，不能核查", CLAUSE)
    if not is_closing and not note.strip():
        yield Blocker("no_reason", "退回时请写明原因", CLAUSE)
