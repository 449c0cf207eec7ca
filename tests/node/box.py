"""A whole box with stand-ins for the processes, run as its own process like the real one.

`python -m tests.node.box FOLDER PORT MQTT_PORT` is what `Box.start` runs.
"""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

from anhuan.node.data_folder import DataFolder
from anhuan.node.plan import Plan
from anhuan.node.ports import free_port
from anhuan.node.supervisor import Supervisor
from anhuan.node.trouble import Trouble
from anhuan.node.up import say

ROOT = Path(__file__).parents[2]
WEB = """
import http.server, os
class Healthy(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
    def log_message(self, *words): pass
address = ("127.0.0.1", int(os.environ["ANHUAN_PORT"]))
http.server.ThreadingHTTPServer(address, Healthy).serve_forever()
"""
# Starts a grandchild, and does not care for SIGTERM: the hardest child to get rid of.
STUBBORN = """
import signal, subprocess, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
subprocess.Popen(["sleep", "1000"])
time.sleep(1000)
"""
QUIET = "import time; time.sleep(1000)"


class Box:
    """One run of the supervisor over one folder, seen from outside."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port, self.mqtt_port = free_port(), free_port()
        self.said = ""

    def start(self, stubborn: bool = False) -> float:
        """Start it and wait for its line; answers the seconds that took."""
        began = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.node.box", str(self.folder), str(self.port),
             str(self.mqtt_port), "stubborn" if stubborn else "quiet"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT,
            env={k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "NATS_URL")},
            preexec_fn=_hear_interrupts,
        )  # fmt: skip
        for line in self.process.stdout:
            self.said += line
            if "is up at" in line:
                return time.monotonic() - began
        raise AssertionError(self.said)

    def children(self) -> dict[str, dict]:
        """Every child as the state file has it."""
        text = (self.folder / "run" / "state.json").read_text(encoding="utf-8")
        return {child["name"]: child for child in json.loads(text)["children"]}

    def kill(self, name: str) -> float:
        """kill -9 one child; answers after how many seconds another was up."""
        before = self.children()[name]
        began = time.monotonic()
        os.kill(before["pid"], signal.SIGKILL)
        while time.monotonic() - began < 15:
            now = self.children()[name]
            if now["state"] == "up" and now["pid"] not in (None, before["pid"]):
                assert now["restarts"] == before["restarts"] + 1
                assert now["last_exit"] == "killed by SIGKILL"
                return time.monotonic() - began
            time.sleep(0.05)
        raise AssertionError(f"{name} is not back: {now}")

    def stop(self, number: signal.Signals = signal.SIGTERM) -> float:
        """Tell it to end; answers the seconds until it had."""
        began = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(15)
        self.process.stdout.close()
        return time.monotonic() - began

    def family(self) -> list[psutil.Process]:
        """Everything it has started, grandchildren included."""
        return psutil.Process(self.process.pid).children(recursive=True)


def _hear_interrupts() -> None:
    """What a shell starts in the background ignores SIGINT, and so would the box."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def alive(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Those that still run; what only waits to be buried does not."""
    return [p for p in processes if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]


def main() -> int:
    folder, port, mqtt_port, kind = sys.argv[1:]
    engine = STUBBORN if kind == "stubborn" else QUIET
    plan = Plan(
        DataFolder(Path(folder)),
        port=int(port),
        mqtt_port=int(mqtt_port),
        steps={"migrate": ("-c", "print('migrated')")},
        processes={"web": ("-c", WEB), "engine": ("-c", engine)},
    )
    try:
        Supervisor(plan, say).run(lambda box: say(f"is up at {box.plan.url}"))
    except Trouble as trouble:
        say(str(trouble))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
