"""Three NATS servers on loopback that form one cluster; each may be killed and come back."""

import asyncio
import json
import signal
import subprocess
import time
from pathlib import Path

import nats

from anhuan.node.nats import server_binary
from anhuan.node.ports import free_port
from anhuan.node.streams import ensure_streams

PATIENCE_S = 30.0


class Nodes:
    """`n0`, `n1`, `n2`; every stream lies on all of them."""

    def __init__(self, folder: Path, count: int = 3) -> None:
        self.folder = folder
        self.names = [f"n{k}" for k in range(count)]
        self.ports = {name: free_port() for name in self.names}
        self.routes = {name: free_port() for name in self.names}
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        for name in self.names:
            self.start(name)

    @property
    def urls(self) -> list[str]:
        return [f"nats://127.0.0.1:{port}" for port in self.ports.values()]

    def start(self, name: str) -> None:
        """Start a node over its own folder; what it kept is still there."""
        conf = self.folder / f"{name}.conf"
        conf.write_text(json.dumps(self._tree(name)))
        command = [str(server_binary()), "--config", str(conf)]
        self.processes[name] = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def _tree(self, name: str) -> dict[str, object]:
        return {
            "server_name": name,
            "listen": f"127.0.0.1:{self.ports[name]}",
            "log_file": str(self.folder / f"{name}.log"),
            "jetstream": {"store_dir": str(self.folder / name), "max_file_store": 6 << 30},
            "cluster": {
                "name": "plant",
                "listen": f"127.0.0.1:{self.routes[name]}",
                "routes": [f"nats://127.0.0.1:{port}" for port in self.routes.values()],
            },
        }

    def kill(self, name: str) -> None:
        """kill -9."""
        self.processes[name].send_signal(signal.SIGKILL)
        self.processes[name].wait()

    def stop(self) -> None:
        for process in self.processes.values():
            process.kill()
        for process in self.processes.values():
            process.wait()

    async def provision(self) -> None:
        """Make the streams once the nodes have found each other."""
        give_up_at = time.monotonic() + PATIENCE_S
        while True:
            try:
                client = await nats.connect(self.urls, allow_reconnect=False, error_cb=_silent)
                try:
                    async with asyncio.timeout(5):
                        return await ensure_streams(client)
                finally:
                    await client.close()
            except (nats.errors.Error, nats.js.errors.Error, OSError, TimeoutError):
                if time.monotonic() > give_up_at:
                    raise
                await asyncio.sleep(0.2)

    async def leader(self, stream: str) -> str:
        """Which node leads a stream."""
        client = await nats.connect(self.urls, allow_reconnect=False)
        try:
            info = await client.jetstream().stream_info(stream)
        finally:
            await client.close()
        return str(info.cluster.leader)


async def _silent(error: Exception) -> None:
    """A node that is not up yet is no news."""
