"""What a child process is started with, and the promise that none outlives us."""

import ctypes
import os
import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from anhuan.node.unix_user import UnixUser

PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Command:
    """A program with its surroundings: who runs it, what stops it, what it gets if we die."""

    name: str
    argv: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)
    cwd: Path | None = None
    user: UnixUser | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    orphan_signal: signal.Signals = signal.SIGKILL

    def popen_arguments(self) -> dict[str, Any]:
        """Arguments for `Popen` or asyncio: own session, own user, dies with this process."""
        arguments: dict[str, Any] = {
            "env": dict(self.env),
            "cwd": self.cwd,
            "start_new_session": True,
            "preexec_fn": _follow_parent(self.orphan_signal),
        }
        if self.user:
            arguments |= {"user": self.user.uid, "group": self.user.gid, "extra_groups": []}
        return arguments


def _follow_parent(orphan_signal: signal.Signals) -> Callable[[], None]:
    """What the child does before it becomes the program: ask the kernel for a signal at our death.

    Runs after the change of user, which would clear the wish.
    """
    parent = os.getpid()
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def follow() -> None:
        prctl(PR_SET_PDEATHSIG, int(orphan_signal), 0, 0, 0)
        if os.getppid() != parent:  # we died before the wish was heard
            os._exit(1)

    return follow
