"""Brings the box up, keeps it up, and takes it down leaving nothing behind."""

import asyncio
import signal
from collections.abc import Callable, Iterable

from anhuan.kernel.sm2 import load_or_make
from anhuan.node import caretaker, healthz, heartbeat, prepared
from anhuan.node.bounded_log import BoundedLog
from anhuan.node.child import Child
from anhuan.node.child_state import ChildState, write_states
from anhuan.node.command import Command
from anhuan.node.leftovers import end_leftovers
from anhuan.node.lock import only_one
from anhuan.node.one_off import run_step
from anhuan.node.plan import Plan, python
from anhuan.node.ports import require_free
from anhuan.node.running import leave_word, take_word
from anhuan.node.servers import Servers
from anhuan.node.trouble import Trouble

SERVERS_PATIENCE_S = 120.0
# First start: numba compiles, the demo plant's month of history is read.
HEALTH_PATIENCE_S = 180.0
HEALTH_PAUSE_S = 0.3
# From SIGTERM to the end of everything: within 10 s.
PROCESS_GRACE_S = 5.0
SERVER_GRACE_S = 4.0


class Supervisor:
    """One run of the box, from the lock to the last process."""

    def __init__(self, plan: Plan, say: Callable[[str], None] = print) -> None:
        self.plan = plan
        self.printed: dict[str, str] = {}  # by the one-off steps
        self._say = say
        self._servers: list[Child] = []
        self._processes: list[Child] = []
        self._background: list[asyncio.Task[None]] = []
        self._stopping = False

    def run(self, on_up: Callable[["Supervisor"], None]) -> None:
        """Run until SIGTERM or Ctrl-C; `on_up` is called once, when all is well.

        Raises `Trouble` when something prevents the start.
        """
        self.plan.data.prepare()
        for name in ("django", "device"):  # made before a process could miss them
            self.plan.data.secret(name)
        load_or_make(self.plan.data.secrets / "plant-sm2")  # under what people sign
        with only_one(self.plan.data.run):
            for name in end_leftovers(self.plan.data):
                self._say(f"ended {name}, left over from an earlier run")
            self._require_ports()
            asyncio.run(self._run(on_up))

    def states(self) -> list[ChildState]:
        """Every child as it is now."""
        return [child.state for child in (*self._servers, *self._processes)]

    def _require_ports(self) -> None:
        require_free(self.plan.port, f"PORT={self.plan.port + 1} make run / --port")
        if not self.plan.nats_url:
            way_out = f"MQTT_PORT={self.plan.mqtt_port + 1} make run / --mqtt-port"
            require_free(self.plan.mqtt_port, way_out)
        if port := self.plan.report_port:
            require_free(port, f"ANHUAN_REPORT_PORT={port + 1}")
        if port := self.plan.jt808_port:
            require_free(port, f"ANHUAN_JT808_PORT={port + 1} / --jt808-port")

    async def _run(self, on_up: Callable[["Supervisor"], None]) -> None:
        trouble = None
        self._obey_signals()
        async with asyncio.TaskGroup() as tasks:
            try:
                await self._bring_up(tasks)
                on_up(self)
                await asyncio.Event().wait()
            except Trouble as found:
                trouble = found
            except asyncio.CancelledError:
                if not self._stopping:
                    raise
            finally:
                await self._take_down()
                take_word(self.plan.data)
        if trouble:
            raise trouble

    def _obey_signals(self) -> None:
        me = asyncio.current_task()
        assert me is not None

        def stop() -> None:
            if not self._stopping:  # a second Ctrl-C must not break off an orderly end
                self._stopping = True
                me.cancel()

        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            if signal.getsignal(number) != signal.SIG_IGN:  # nohup
                asyncio.get_running_loop().add_signal_handler(number, stop)

    async def _bring_up(self, tasks: asyncio.TaskGroup) -> None:
        servers = Servers(self.plan, self._say)
        self._servers = servers.children(self._note_change)
        self._start(self._servers, tasks)
        await servers.check_external()
        await self._wait_for_servers()
        environment = self.plan.environment(servers.database_url, servers.nats_url)
        leave_word(self.plan.data, environment)
        await self._prepare(servers.database_url, environment)
        self._processes = [
            self._process(name, arguments, environment)
            for name, arguments in self.plan.processes.items()
        ]
        self._start(self._processes, tasks)
        self._background = [
            tasks.create_task(heartbeat.beat(servers.nats_url, self.states)),
            tasks.create_task(caretaker.watch(self.plan.data, servers.nats_url, self._say)),
        ]
        await self._wait_for_health()

    async def _prepare(self, database_url: str, environment: dict[str, str]) -> None:
        """Migrations and seeding, unless this database has been through them."""
        run = self.plan.data.run
        stamp = await asyncio.to_thread(prepared.stamp_of, database_url, self.plan.steps)
        if (printed := prepared.printed_before(run, stamp)) is not None:
            self.printed = printed
            return
        for name, arguments in self.plan.steps.items():
            self._say(f"{name} …")
            command = Command(name, python(*arguments), environment)
            self.printed[name] = await run_step(command, self.plan.data.logs / f"{name}.log")
        prepared.remember(run, stamp, self.printed)

    def _process(self, name: str, arguments: Iterable[str], environment: dict[str, str]) -> Child:
        async def start() -> Command:
            return Command(name, python(*arguments), environment)

        log = BoundedLog(self.plan.data.logs / f"{name}.log")
        return Child(start, log, name=name, on_change=self._note_change)

    def _start(self, children: list[Child], tasks: asyncio.TaskGroup) -> None:
        for child in children:
            tasks.create_task(child.run(), name=child.state.name)

    async def _wait_for_servers(self) -> None:
        for child in self._servers:
            try:
                await asyncio.wait_for(child.ready.wait(), SERVERS_PATIENCE_S)
            except TimeoutError:
                last = " | ".join(child.log.last_lines()[-2:])
                raise Trouble(
                    f"{child.state.name} 未能启动: {last} (见 {child.log.path})",
                    f"{child.state.name} does not start; see {child.log.path}",
                ) from None

    async def _wait_for_health(self) -> None:
        """Return when /healthz is 200. A box that is not well is told of, but kept running."""
        loop = asyncio.get_running_loop()
        complain_at = loop.time() + HEALTH_PATIENCE_S
        while not await healthz.is_ok(self.plan.url):
            await asyncio.sleep(HEALTH_PAUSE_S)
            if loop.time() > complain_at:
                complain_at = float("inf")
                self._say(f"仍未就绪 / still not well: {self.plan.url}healthz")

    async def _take_down(self) -> None:
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        await asyncio.gather(*(child.stop(PROCESS_GRACE_S) for child in self._processes))
        await asyncio.gather(*(child.stop(SERVER_GRACE_S) for child in self._servers))

    def _note_change(self, state: ChildState, is_unexpected_end: bool) -> None:
        write_states(self.plan.data.run, self.states())
        if is_unexpected_end and not self._stopping:
            log = self.plan.data.logs / f"{state.name}.log"
            self._say(f"{state.name}: {state.last_exit}, 正在重启 / starting it again, see {log}")
