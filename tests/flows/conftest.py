"""A whole running plant for the stories: `anhuan up --demo` on ports and data of its own.

One plant serves all stories of a run.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from anhuan.node.ports import free_port

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
START_S = 600.0  # generous: a busy CI machine compiles numba code on the first start
SHOTS = Path(os.environ.get("ANHUAN_SHOTS", tempfile.gettempdir())) / "anhuan-shots"


@dataclass(frozen=True, slots=True)
class RunningPlant:
    """Where the plant answers, and how to ask its command line."""

    url: str
    data: Path
    process: "subprocess.Popen[bytes]"
    environment: dict[str, str]
    playing: dict[str, float] = field(default_factory=dict)  # scenario: over by (monotonic)

    def play(self, scenario: str, seconds: float) -> None:
        """Make an alarm happen on purpose, from outside: the simulated devices act. One of a kind
        at a time: the story before this one may have left its own running."""
        time.sleep(max(0.0, self.playing.get(scenario, 0.0) - time.monotonic()))
        self.playing[scenario] = time.monotonic() + seconds + 3
        self.anhuan("demo", "--data", str(self.data), "--scenario", f"{scenario}:{seconds:g}")

    def anhuan(self, *arguments: str, timeout_s: float = 120) -> str:
        """Run `anhuan …` beside the plant; its standard output. Fails with what it said."""
        done = subprocess.run(
            [sys.executable, "-m", "anhuan", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=timeout_s,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def health(self) -> dict[str, Any]:
        """What /healthz says, well or not."""
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:
                return dict(json.load(answer))
        except urllib.error.HTTPError as error:
            return dict(json.load(error))


@pytest.fixture(scope="session")
def plant() -> Iterator[RunningPlant]:
    """The demo plant, up and well; stopped with SIGTERM afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="anhuan-flow-"))
    folder.chmod(0o711)
    port, mqtt_port = free_port(), free_port()
    environment = {
        key: value
        for key, value in os.environ.items()
        if key not in {"DATABASE_URL", "NATS_URL", "ANHUAN_MFA_REQUIRED", "ANHUAN_DATA"}
    }
    environment |= {
        "ANHUAN_DATA": str(folder / "var"),
        "ANHUAN_PORT": str(port),
        "ANHUAN_MQTT_PORT": str(mqtt_port),
        "ANHUAN_JT808_PORT": str(free_port()),
    }
    log = folder / "up.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "anhuan",
                "up",
                "--demo",
                "--port",
                str(port),
                "--mqtt-port",
                str(mqtt_port),
                "--data",
                str(folder / "var"),
            ],
            env=environment,
            stdout=output,
            stderr=output,
        )
    running = RunningPlant(f"http://127.0.0.1:{port}", folder / "var", process, environment)
    try:
        _wait_until_up(running, log)
        yield running
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_until_up(running: RunningPlant, log: Path) -> None:
    give_up_at = time.monotonic() + START_S
    while b"Anhuan is up" not in log.read_bytes():
        said = log.read_text(errors="replace")[-3000:]
        assert running.process.poll() is None, said
        assert time.monotonic() < give_up_at, said
        time.sleep(0.5)


@pytest.fixture(scope="session")
def accounts() -> dict[str, tuple[str, str]]:
    """Role in Chinese → (login name, password), as `anhuan up --demo` prints them."""
    from anhuan.devices.demo import accounts as shown

    return {row["角色"]: (row["账号"], row["密码"]) for row in shown()}


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium, WebGL in software, no background chatter."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: apt-get install chromium fonts-noto-cjk")
    return {
        "executable_path": CHROMIUM,
        "args": [
            "--no-sandbox",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--use-angle=swiftshader",
            "--enable-unsafe-swiftshader",
            "--autoplay-policy=no-user-gesture-required",
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A browser set to Chinese, as in a plant."""
    return {**browser_context_args, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}


@pytest.fixture
def shot(page: Any, request: pytest.FixtureRequest) -> Any:
    """Take a named screenshot: `shot("alarm")`."""

    def take(name: str) -> Path:
        SHOTS.mkdir(parents=True, exist_ok=True)
        story = re.sub(r"\W+", "-", request.node.name)
        path = SHOTS / f"{story}-{name}.png"
        page.screenshot(path=path)
        return path

    return take
