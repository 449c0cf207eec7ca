"""A real box with all its processes, seen and hurt from outside.

`python -m tests.faults.box FOLDER PORT MQTT_PORT TAGS` is what `Box` runs.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import psycopg
from nats.errors import Error as NatsError

from anhuan.node.data_folder import DataFolder
from anhuan.node.plan import MIGRATE, Plan
from anhuan.node.ports import free_port
from anhuan.node.supervisor import Supervisor

ROOT = Path(__file__).parents[2]
FOREIGN = ("DATABASE_URL", "NATS_URL", "ANHUAN_DATA", "ANHUAN_TEST_DATABASE")


class Box:
    """One run of the supervisor over one folder."""

    def __init__(self, tags: int, **environment: str) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="anhuan-faults-"))
        self.root.chmod(0o711)  # PostgreSQL's own user passes through
        self.data = DataFolder(self.root / "var")
        self.port, self.mqtt_port = free_port(), free_port()
        known = {k: v for k, v in os.environ.items() if k not in FOREIGN}
        self.log = (self.root / "supervisor.log").open("wb")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.box", str(self.data.root), str(self.port),
             str(self.mqtt_port), str(tags)],
            stdout=self.log, stderr=self.log, cwd=ROOT, env=known | environment,
        )  # fmt: skip

    def wait_up(self, patience_s: float = 180) -> None:
        """Until the supervisor says that all is well."""
        give_up_at = time.monotonic() + patience_s
        while not (self.root / "up").exists():
            if self.process.poll() is not None or time.monotonic() > give_up_at:
                raise AssertionError(self.said())
            time.sleep(0.1)

    @property
    def device_password(self) -> str:
        return self.data.secret("device")

    @property
    def session(self) -> str:
        """The session cookie of the operator in the control room."""
        return (self.data.root / "session").read_text(encoding="utf-8")

    def said(self) -> str:
        """The last words of everybody, for a failed test."""
        logs = [self.root / "supervisor.log", *sorted(self.data.logs.glob("*.log"))]
        texts = [(log.name, log.read_text("utf-8", "replace")[-3000:]) for log in logs]
        return "\n".join(f"==== {name}\n{text}" for name, text in texts)

    def children(self) -> dict[str, dict[str, Any]]:
        """Every child as the state file has it."""
        text = (self.data.run / "state.json").read_text(encoding="utf-8")
        return {child["name"]: child for child in json.loads(text)["children"]}

    def kill(self, name: str) -> None:
        """kill -9 one process; the supervisor brings it back."""
        os.kill(self.children()[name]["pid"], signal.SIGKILL)

    def query(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Rows of the box's database."""
        with psycopg.connect(self.database_url, connect_timeout=5) as connection:
            return connection.execute(statement, values).fetchall()

    @property
    def database_url(self) -> str:
        from anhuan.node.postgres import Postgres

        return Postgres(self.data).url

    @property
    def nats_url(self) -> str:
        """The address changes with every start of the supervisor, not of the server."""
        conf = json.loads((self.data.nats / "nats.conf").read_text(encoding="utf-8"))
        password = self.data.secret("nats")
        return f"nats://anhuan:{password}@{conf['listen']}"

    def eventually(self, check: Callable[[], Any], patience_s: float = 30) -> Any:
        """What `check` answers once it is true; the database may be away meanwhile."""
        give_up_at = time.monotonic() + patience_s
        while True:
            try:
                if found := check():
                    return found
            except (psycopg.OperationalError, OSError, NatsError):
                pass
            if time.monotonic() > give_up_at:
                raise AssertionError(f"never came true\n{self.said()}")
            time.sleep(0.1)

    def is_well(self) -> bool:
        """Whether /healthz says so."""
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as answer:
                return answer.status == 200
        except HTTPError:
            return False

    def remove(self) -> None:
        """Nothing stays."""
        shutil.rmtree(self.root, ignore_errors=True)

    def stop(self) -> float:
        """SIGTERM; answers the seconds until everything had ended."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
        self.log.close()
        return time.monotonic() - began


def main() -> None:
    folder, port, mqtt_port, tags = sys.argv[1:]
    plan = Plan(
        DataFolder(Path(folder)),
        port=int(port),
        mqtt_port=int(mqtt_port),
        steps={"migrate": MIGRATE, "fill": ("-m", "tests.faults.plant", tags)},
    )

    def say(text: str) -> None:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()

    Supervisor(plan, say).run(lambda box: Path(folder).with_name("up").touch())


if __name__ == "__main__":
    main()
