"""How another command finds the box that runs on a data folder."""

import json
import os
from collections.abc import Mapping

from anhuan.node.data_folder import SECRET, DataFolder
from anhuan.node.lock import only_one
from anhuan.node.trouble import Trouble

FILE_NAME = "environment.json"
SHARED = (
    "ANHUAN_DATA",
    "ANHUAN_PORT",
    "ANHUAN_MQTT_PORT",
    "ANHUAN_MQTT_TLS",
    "DATABASE_URL",
    "NATS_URL",
)


def leave_word(data: DataFolder, environment: Mapping[str, str]) -> None:
    """Write where the servers of this run are; passwords inside, so 0600."""
    draft = data.run / f".{FILE_NAME}"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, SECRET)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump({name: environment[name] for name in SHARED}, file, indent=1)
    draft.replace(data.run / FILE_NAME)


def take_word(data: DataFolder) -> None:
    """Forget it again, at the end of the run."""
    (data.run / FILE_NAME).unlink(missing_ok=True)


def adopt(data: DataFolder) -> None:
    """Take the running box's variables into our environment; what is set already stays.

    Raises `Trouble` when no box runs there and DATABASE_URL is not given either.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anhuan.web.settings")
    try:
        found = json.loads((data.run / FILE_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        if "DATABASE_URL" in os.environ:
            return
        raise Trouble(
            f"{data.root} 上没有运行中的安环,请先 make run",
            f"no Anhuan runs on {data.root}; start it first (anhuan up)",
        ) from None
    for name, value in found.items():
        os.environ.setdefault(name, value)


def is_running(data: DataFolder) -> bool:
    """Does a supervisor hold this folder's lock?"""
    if not data.run.is_dir():
        return False
    try:
        with only_one(data.run):
            return False
    except Trouble:
        return True
