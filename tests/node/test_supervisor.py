"""The box as a whole: up, kept up, and gone without a trace. Limits are those of the order."""

import os
import signal
import socket
import subprocess
import sys
import time

import nats
import orjson
import psutil
import pytest
from tests.node.box import ROOT, Box, alive
from tests.node.conftest import fill, reachable_folder

from anhuan.node.data_folder import DataFolder

# One box for all tests that share it: `--dist loadgroup` keeps them on one worker.


@pytest.fixture(scope="module")
def box():
    with reachable_folder() as folder:
        made = Box(folder / "var")
        made.start()
        yield made
        if made.process.poll() is None:
            made.stop()


@pytest.mark.parametrize("name", ["engine", "web", "nats", "postgres"])
def test_a_killed_child_is_back_within_ten_seconds(box, name):
    assert box.kill(name) < 10


def test_the_others_are_left_alone(box):
    before = box.children()
    box.kill("engine")
    after = box.children()
    assert {n: c["pid"] for n, c in before.items() if n != "engine"} == {
        n: c["pid"] for n, c in after.items() if n != "engine"
    }


async def test_the_supervisor_tells_of_its_children(box):
    client = await nats.connect(_environment(box)["NATS_URL"])
    subscription = await client.subscribe("hb.supervisor")
    beat = orjson.loads((await subscription.next_msg(timeout=20)).data)
    await client.close()
    assert beat["process"] == "supervisor"
    assert {child["name"] for child in beat["detail"]["children"]} == {
        "postgres", "nats", "web", "engine",
    }  # fmt: skip


def test_a_second_one_on_the_same_folder_is_refused_in_one_sentence(box):
    said = _try_to_start(box.folder, Box(box.folder).port, Box(box.folder).mqtt_port)
    assert f"pid {box.process.pid}" in said
    assert len(said.strip().splitlines()) == 1


def test_a_taken_port_is_named_with_its_holder_and_the_way_out(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = _try_to_start(tmp_path / "var", port, Box(tmp_path).mqtt_port)
    assert f"{port} is taken by" in said
    assert f"pid {os.getpid()}" in said
    assert f"PORT={port + 1} make run" in said
    assert len(said.strip().splitlines()) == 1


def test_passwords_are_for_the_owner_only(box):
    secrets = box.folder / "secrets"
    assert secrets.stat().st_mode & 0o777 == 0o700
    modes = {file.name: file.stat().st_mode & 0o777 for file in secrets.iterdir()}
    assert set(modes.values()) == {0o600}
    assert {"postgres", "postgres-admin", "nats", "device", "django"} <= set(modes)


def test_no_password_is_on_a_command_line(box):
    words = " ".join(word for process in box.family() for word in process.cmdline())
    for file in (box.folder / "secrets").iterdir():
        assert file.read_text().strip() not in words


def test_stop_leaves_nothing_and_it_starts_again(template):
    with reachable_folder() as folder:
        box = Box(folder / "var")
        box.folder.mkdir()
        fill(DataFolder(box.folder), template)
        box.start(stubborn=True)
        family = box.family()
        assert len(family) > 4
        box.stop()
        assert alive(family) == []
        assert not (box.folder / "run" / "environment.json").exists()

        box.start(stubborn=True)
        family = _with_grandchild(box)
        box.process.kill()  # -9: nobody is left to clean up but the kernel
        box.process.wait()
        box.process.stdout.close()
        _, left = psutil.wait_procs(family, timeout=5)
        # All our children are gone; what one of them had started is ended by the next start.
        assert [process.name() for process in alive(left)] == ["sleep"]

        box.start()
        assert alive(left) == []
        box.stop(signal.SIGINT)


def _with_grandchild(box):
    """The family once the stubborn child has started its own; it takes a moment."""
    give_up_at = time.monotonic() + 10
    while time.monotonic() < give_up_at:
        family = box.family()
        if "sleep" in [process.name() for process in family]:
            return family
        time.sleep(0.05)
    raise AssertionError("the stubborn child started nothing")


def _environment(box):
    return orjson.loads((box.folder / "run" / "environment.json").read_bytes())


def _try_to_start(folder, port, mqtt_port):
    done = subprocess.run(
        [sys.executable, "-m", "tests.node.box", str(folder), str(port), str(mqtt_port), "quiet"],
        capture_output=True, text=True, cwd=ROOT, timeout=20,
    )  # fmt: skip
    assert done.returncode == 1
    return done.stdout + done.stderr
