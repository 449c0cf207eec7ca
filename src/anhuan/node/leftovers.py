"""Processes of an earlier run that outlived their supervisor: ended before a new start.

The kernel ends our children when we die (see command.py). What they had started themselves, such
as a video decoder, may still be there.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import psutil

from anhuan.node.child_state import read_states
from anhuan.node.data_folder import DataFolder

CLOCKS_AGREE_WITHIN_S = 2.0
GRACE_S = 5.0


def end_leftovers(data: DataFolder) -> list[str]:
    """End what is left of an earlier run. Call while holding the lock. Answers who it was."""
    states = read_states(data.run)
    found = [process for state in states if (process := _still_running(state))]
    leaders = {state["pid"] for state in states if state.get("pid")}
    found += [process for process in _members_of(leaders, data.root) if process not in found]
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


def _members_of(leaders: set[int], root: Path) -> Iterator[psutil.Process]:
    """Processes in a session that one of our children led, started for this data folder."""
    for process in psutil.process_iter():
        try:
            is_member = os.getsid(process.pid) in leaders
            if is_member and process.environ().get("ANHUAN_DATA") == str(root):
                yield process
        except (OSError, psutil.Error):
            continue
