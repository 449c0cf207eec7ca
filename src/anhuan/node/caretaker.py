"""Looks after the disk and the streams while the box runs."""

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path

from nats.errors import Error
from nats.js.errors import Error as JetStreamError

from anhuan.kernel import clock
from anhuan.node import broker, disk
from anhuan.node.data_folder import DataFolder

EVERY_S = 60.0
ABANDONED_AFTER_S = 86_400
# The engine must find what it has not read yet, and what it needs to rebuild its open tail.
TRANSPORT_KEPT_MESSAGES = 10_000


async def watch(data: DataFolder, nats_url: str, say: Callable[[str], None]) -> None:
    """Look every minute, for ever. Trouble is told and tried again, never raised."""
    told = disk.Room.PLENTY
    while True:
        try:
            decision = look(data)
            if decision.room is not told:
                say(describe(decision))
                told = decision.room
            for prune in decision.prune:
                await _carry_out(prune, data, nats_url)
                say(f"磁盘清理 / pruned {prune.name}: {prune.frees_bytes >> 20} MiB")
            await broker.provision(nats_url)
        except (OSError, Error, JetStreamError) as error:
            say(f"caretaker: {error!r}")
        await asyncio.sleep(EVERY_S)


def look(data: DataFolder) -> disk.DiskDecision:
    """The disk of the data folder, judged."""
    usage = shutil.disk_usage(data.root)
    prunable = [
        disk.Prunable("old_logs", _size(_old_logs(data))),
        disk.Prunable("backup_drafts", _size(_drafts(data))),
        disk.Prunable("transport", _size(list((data.nats / "jetstream").rglob("*.blk")))),
    ]
    return disk.decide(usage.free, usage.total, prunable)


def describe(decision: disk.DiskDecision) -> str:
    """One line for the console and the log."""
    free = f"{decision.free_bytes / disk.GIB:.1f} GiB"
    words = {
        disk.Room.PLENTY: "磁盘空间恢复 / disk has room again",
        disk.Room.NEARLY_FULL: "磁盘将满 / disk nearly full",
        disk.Room.FULL: "磁盘已满,开始清理 / disk full, pruning",
    }
    return f"{words[decision.room]}: {free}"


async def _carry_out(prune: disk.Prune, data: DataFolder, nats_url: str) -> None:
    if prune.name == "transport":
        await _trim_transport(nats_url)
        return
    for path in {"old_logs": _old_logs, "backup_drafts": _drafts}[prune.name](data):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


async def _trim_transport(nats_url: str) -> None:
    client = await broker.connect(nats_url)
    try:
        jetstream = client.jetstream()
        for name in ("$MQTT_msgs", "INGEST", "FIXES"):
            await jetstream.purge_stream(name, keep=TRANSPORT_KEPT_MESSAGES)
    finally:
        await client.close()


def _old_logs(data: DataFolder) -> list[Path]:
    return [*data.logs.glob("*.log.[1-9]"), *data.nats.glob("nats.log.*")]


def _drafts(data: DataFolder) -> list[Path]:
    """What broken-off backups left behind; a backup under way is not touched."""
    old = clock.now().timestamp() - ABANDONED_AFTER_S
    return [path for path in data.root.glob(".backup-*") if path.stat().st_mtime < old]


def _size(paths: list[Path]) -> int:
    files = [file for path in paths for file in (path.rglob("*") if path.is_dir() else [path])]
    return sum(file.stat().st_size for file in files if file.is_file())
