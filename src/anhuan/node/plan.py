"""What `anhuan up` is asked to run."""

import os
import sys
from dataclasses import dataclass, field

from anhuan.node.data_folder import DataFolder
from anhuan.node.nats import MQTT_PORT
from anhuan.node.tls import Tls
from anhuan.node.trouble import Trouble

WEB_PORT = 8000
REPORT_PORT_AFTER = 80  # plants report to 8080 where the pages are on 8000
JT808_PORT = 8808  # what terminals are set to by most installers

Arguments = tuple[str, ...]  # of our Python interpreter

# The processes of a plant, by the module each is started with.
PROCESSES: dict[str, Arguments] = {
    "web": ("-m", "anhuan.web.main"),
    "engine": ("-m", "anhuan.engine.main"),
    "worker": ("-m", "anhuan.web.worker"),
    "reporter": ("-m", "anhuan.exchange.reporting.main"),
}
# Of a node that watches over plants (ANHUAN_ROLE=province): nothing is positioned there.
PROVINCE: dict[str, Arguments] = {
    "web": PROCESSES["web"],
    "worker": PROCESSES["worker"],
    "receiver": ("-m", "anhuan.exchange.reporting.receiving.main"),
    "reporter": PROCESSES["reporter"],  # to the authority above
}
COUNTY: dict[str, Arguments] = {"plants": ("-m", "anhuan.devices.county.main")}
# Vehicle terminals; open only where somebody asked for them.
TERMINALS: dict[str, Arguments] = {"jt808": ("-m", "anhuan.engine.adapters.jt808")}
# Pipes between databases and organisations, steered from the page.
EXCHANGE: dict[str, Arguments] = {"exchange": ("-m", "anhuan.exchange.main")}
DEVICES: dict[str, Arguments] = {"devices": ("-m", "anhuan.devices.main")}
MIGRATE: Arguments = ("-m", "django", "migrate", "--no-input", "--verbosity", "0")


def web_arguments(count: int) -> dict[str, Arguments]:
    """`web`, `web-2`, … on one port: Python answers on one core in each of them."""
    more = {f"web-{n}": (*PROCESSES["web"], f"web-{n}") for n in range(2, count + 1)}
    return {"web": PROCESSES["web"], **more}


def web_processes() -> int:
    """ANHUAN_WEB_PROCESSES, else two where there is a second core. Raises `Trouble`."""
    given = os.environ.get("ANHUAN_WEB_PROCESSES", "")
    if given and not (given.isdigit() and 1 <= int(given) <= 8):
        raise Trouble(
            f"ANHUAN_WEB_PROCESSES={given} 应为 1 到 8 的整数",
            f"ANHUAN_WEB_PROCESSES={given} should be a whole number from 1 to 8",
        )
    return int(given) if given else min(2, os.cpu_count() or 1)


@dataclass(frozen=True, slots=True)
class Plan:
    """One run of the box."""

    data: DataFolder
    port: int = WEB_PORT
    mqtt_port: int = MQTT_PORT
    is_mqtt_tls: bool = False
    jt808_port: int | None = None
    role: str = "plant"  # or "province"
    # One-off steps before the processes, in order, by name.
    steps: dict[str, Arguments] = field(default_factory=lambda: {"migrate": MIGRATE})
    processes: dict[str, Arguments] = field(default_factory=lambda: dict(PROCESSES))
    database_url: str | None = None
    nats_url: str | None = None

    @property
    def url(self) -> str:
        """Where the pages are, seen from this machine."""
        return f"{'https' if self.tls.is_there else 'http'}://127.0.0.1:{self.port}/"

    @property
    def report_port(self) -> int | None:
        """Where plants report to; only a node that watches over plants has it."""
        given = int(os.environ.get("ANHUAN_REPORT_PORT") or self.port + REPORT_PORT_AFTER)
        return given if self.role == "province" else None

    @property
    def tls(self) -> Tls:
        """The certificate; where there is one, pages are served by HTTPS alone."""
        return Tls.of(self.data)

    def environment(self, database_url: str, nats_url: str) -> dict[str, str]:
        """The variables every process gets, over our own."""
        ours = {"ANHUAN_JT808_PORT": str(self.jt808_port)} if self.jt808_port else {}
        if port := self.report_port:
            ours["ANHUAN_REPORT_PORT"] = str(port)
        return (
            dict(os.environ)
            | ours
            | {
                "DJANGO_SETTINGS_MODULE": "anhuan.web.settings",
                "ANHUAN_DATA": str(self.data.root),
                "ANHUAN_ROLE": self.role,
                "ANHUAN_PORT": str(self.port),
                "ANHUAN_MQTT_PORT": str(self.mqtt_port),
                "ANHUAN_MQTT_TLS": "1" if self.is_mqtt_tls else "",
                "ANHUAN_HTTPS": "1" if self.tls.is_there else os.environ.get("ANHUAN_HTTPS", ""),
                "DATABASE_URL": database_url,
                "NATS_URL": nats_url,
                "PYTHONUNBUFFERED": "1",
            }
        )


def python(*arguments: str) -> tuple[str, ...]:
    """A command line for our own interpreter."""
    return (sys.executable, *arguments)
