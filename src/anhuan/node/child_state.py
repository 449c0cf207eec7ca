"""What is known of each child process, for `run/state.json`, `/healthz` and the pages."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

FILE_NAME = "state.json"


@dataclass(slots=True)
class ChildState:
    """One child as seen by the supervisor. Times are seconds since 1970."""

    name: str
    state: str = "waiting"  # waiting | starting | up | stopped
    pid: int | None = None
    started_at: float | None = None
    restarts: int = 0
    last_exit: str | None = None
    last_exit_at: float | None = None


def write_states(run: Path, states: list[ChildState]) -> None:
    """Replace the file whole; a full disk must not stop the box."""
    draft = run / f".{FILE_NAME}"
    told = {"supervisor": os.getpid(), "children": [asdict(state) for state in states]}
    try:
        draft.write_text(json.dumps(told, indent=1), encoding="utf-8")
        draft.replace(run / FILE_NAME)
    except OSError:
        return


def read_states(run: Path) -> list[dict[str, Any]]:
    """The children as last written; nothing when there is no file or only half of one."""
    try:
        told = json.loads((run / FILE_NAME).read_text(encoding="utf-8"))
        children: list[dict[str, Any]] = told["children"]
    except (OSError, ValueError, KeyError):
        return []
    return children
