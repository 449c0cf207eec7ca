"""Trials of fences that wait: each computed in a process of the engine's, one at a time."""

import logging
import subprocess
import sys
from datetime import datetime

from anhuan.domains.positioning.actions import fail_trial, take_trial

log = logging.getLogger(__name__)
COMMAND = (sys.executable, "-m", "anhuan.engine.trial")  # web does not import the engine
LONGEST_S = 3600.0


def run_waiting(now: datetime) -> int:
    """Compute the trial that waits longest; answers how many were computed."""
    pk = take_trial(now)
    if pk is None:
        return 0
    try:
        done = subprocess.run(
            [*COMMAND, str(pk)], capture_output=True, text=True, timeout=LONGEST_S, check=False
        )
    except subprocess.TimeoutExpired:
        fail_trial(pk, f"超过 {LONGEST_S / 60:.0f} 分钟没有算完，请缩短时段")
        return 1
    if done.returncode:
        log.error("trial %s failed: %s", pk, done.stderr[-2000:])
        fail_trial(pk, "计算出错，原因已写入日志，请联系管理员")
    return 1
