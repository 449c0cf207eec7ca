"""Processes of an earlier run that outlived their supervisor: ended before a new start."""

from pathlib import Path

import psutil

from anhuan.node.child_state import read_states

CLOCKS_AGREE_WITHIN_S = 2.0
GRACE_S = 5.0


def end_leftovers(run: Path) -> list[str]:
    """End every recorded child that still runs. Call while holding the lock. Answers who it was."""
    found = [process for state in read_states(run) if (process := _still_running(state))]
    names = [f"{process.name()} ({process.pid})" for process in found]
    for process in found:
        process.terminate()
    _, stubborn = psutil.wait_procs(found, timeout=GRACE_S)
    for process in stubborn:
        process.kill()
    psutil.wait_procs(stubborn, timeout=GRACE_S)
    return names


def _still_running(state: dict[str, object]) -> psutil.Process | None:
    """The process, unless its number has been given to somebody else since."""
    pid, started_at = state.get("pid"), state.get("started_at")
    if not isinstance(pid, int) or not isinstance(started_at, float):
        return None
    try:
        process = psutil.Process(pid)
        is_ours = abs(process.create_time() - started_at) < CLOCKS_AGREE_WITHIN_S
    except psutil.Error:
        return None
    return process if is_ours and process.status() != psutil.STATUS_ZOMBIE else None
