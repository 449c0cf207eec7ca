"""One supervised process: started, watched, logged, and started again for as long as we are up."""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Awaitable, Callable

from anhuan.node.backoff import pause_s, streak_after
from anhuan.node.bounded_log import BoundedLog
from anhuan.node.child_state import ChildState
from anhuan.node.command import Command
from anhuan.node.trouble import Trouble

PROBE_PAUSE_S = 0.1
CHUNK = 65536

# Told of every change: the state, and whether it ended without being asked to.
OnChange = Callable[[ChildState, bool], None]


async def no_preparation() -> None:
    """What most processes need before or after their start."""


async def at_once() -> bool:
    """The readiness of a process nobody waits for."""
    return True


class Child:
    """A process of the box. `run()` returns only after `stop()`."""

    def __init__(
        self,
        command: Callable[[], Awaitable[Command]],
        log: BoundedLog,
        *,
        name: str,
        is_ready: Callable[[], Awaitable[bool]] = at_once,
        on_ready: Callable[[], Awaitable[None]] = no_preparation,
        on_change: OnChange = lambda state, is_unexpected_end: None,
    ) -> None:
        self.state = ChildState(name)
        self.log = log
        self.ready = asyncio.Event()
        self._command = command
        self._is_ready = is_ready
        self._on_ready = on_ready
        self._on_change = on_change
        self._process: asyncio.subprocess.Process | None = None
        self._stop_signal = signal.SIGTERM
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Keep the process running until `stop()`."""
        streak = 0
        while not self._stopping.is_set():
            began = time.monotonic()
            await self._run_once()
            if self._stopping.is_set():
                break
            streak = streak_after(streak, time.monotonic() - began)
            self._tell(state="waiting", pid=None, restarts=self.state.restarts + 1)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), pause_s(streak))
        self._tell(state="stopped", pid=None)

    async def stop(self, grace_s: float) -> None:
        """Ask it to end; after `grace_s` kill it and whatever it has started."""
        self._stopping.set()
        process = self._process
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(self._stop_signal)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), grace_s)
        _kill_group(process.pid)
        await process.wait()

    async def _run_once(self) -> None:
        try:
            command = await self._command()
            self._process = process = await _spawn(command)
        except (OSError, Trouble) as error:
            self._note(f"cannot start: {error}")
            return
        self._stop_signal = command.stop_signal
        self._tell(state="starting", pid=process.pid, started_at=time.time())
        async with asyncio.TaskGroup() as tasks:
            watchers = [tasks.create_task(self._collect_output(process))]
            watchers.append(tasks.create_task(self._announce_ready(process)))
            code = await process.wait()
            _kill_group(process.pid)
            watchers[1].cancel()
            # Its last words are still in the pipe; somebody it started may hold that open.
            await asyncio.wait(watchers[:1], timeout=1)
            watchers[0].cancel()
        self.ready.clear()
        self._process = None
        self._note(describe_exit(code))

    async def _collect_output(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        while chunk := await process.stdout.read(CHUNK):
            self.log.write(chunk)

    async def _announce_ready(self, process: asyncio.subprocess.Process) -> None:
        while not await self._is_ready():  # noqa: ASYNC110  a server sets no event of ours
            await asyncio.sleep(PROBE_PAUSE_S)
        try:
            await self._on_ready()
        except Exception as error:  # whatever a server answers, the box goes on and tries again
            self._note(f"not usable: {error}")
            process.kill()
            return
        self._tell(state="up")
        self.ready.set()

    def _note(self, words: str) -> None:
        """Remember why it is not running, in the log and in the state."""
        self.log.write(f"[supervisor] {self.state.name}: {words}\n".encode())
        self._tell(last_exit=words, last_exit_at=time.time(), is_end=True)

    def _tell(self, *, is_end: bool = False, **changes: object) -> None:
        for name, value in changes.items():
            setattr(self.state, name, value)
        self._on_change(self.state, is_end and not self._stopping.is_set())


async def _spawn(command: Command) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *command.argv,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        **command.popen_arguments(),
    )


def _kill_group(leader: int) -> None:
    """Kill what is left of the session that this process led."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def describe_exit(code: int) -> str:
    """An exit code in words: `exit 1`, `killed by SIGKILL`."""
    if code >= 0:
        return f"exit {code}"
    try:
        return f"killed by {signal.Signals(-code).name}"
    except ValueError:
        return f"killed by signal {-code}"
