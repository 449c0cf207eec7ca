"""What the engine computes beside living: trials of fences, retuned alarm tests, radio maps.

Each in a process of the engine's, one of a kind at a time; web does not import the engine.
"""

import logging
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from anhuan.domains.calibration.actions import fail_map, fail_retune, take_map, take_retune
from anhuan.domains.positioning.actions import fail_trial, take_trial

log = logging.getLogger(__name__)
COMMAND = (sys.executable, "-m")
LONGEST_S = 3600.0


@dataclass(frozen=True, slots=True)
class Work:
    """One kind: which module computes it, who waits, and what a failure leaves behind."""

    module: str
    take: Callable[[datetime], UUID | None]
    fail: Callable[[UUID, str], None]
    advice: str  # when it takes for ever


WORKS = (
    Work("anhuan.engine.trial", take_trial, fail_trial, "请缩短时段"),
    Work("anhuan.engine.retune", take_retune, fail_retune, "请缩短测试"),
    Work("anhuan.engine.radio_map", take_map, fail_map, "请减少采集来源"),
)


def run_waiting(now: datetime) -> int:
    """Compute what waits longest of each kind; answers how many were computed."""
    return sum(_run_one(work, now) for work in WORKS)


def _run_one(work: Work, now: datetime) -> int:
    pk = work.take(now)
    if pk is None:
        return 0
    try:
        done = subprocess.run(
            [*COMMAND, work.module, str(pk)],
            capture_output=True, text=True, timeout=LONGEST_S, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        work.fail(pk, f"超过 {LONGEST_S / 60:.0f} 分钟没有算完，{work.advice}")
        return 1
    if done.returncode:
        log.error("%s %s failed: %s", work.module, pk, done.stderr[-2000:])
        work.fail(pk, "计算出错，原因已写入日志，请联系管理员")
    return 1
