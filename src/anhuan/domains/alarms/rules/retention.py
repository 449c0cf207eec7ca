"""How long alarms are kept (AQ 3064.3; TECH-015)."""

from collections.abc import Iterator

from anhuan.kernel.errors import Blocker

KEPT_DAYS_AT_LEAST = 365
KEPT_DAYS = 3 * 365
CLAUSE = "附件 二（三）：各类报警信息存储不小于一年"


def retention_blockers(days: int) -> Iterator[Blocker]:
    """A year is the least."""
    if days < KEPT_DAYS_AT_LEAST:
        yield Blocker("kept_too_short", f"报警信息至少保存 {KEPT_DAYS_AT_LEAST} 天", CLAUSE)
