"""A folder for unix sockets, short enough for the kernel and closed to others."""

import hashlib
import os
import tempfile
from pathlib import Path

from anhuan.node.data_folder import PRIVATE
from anhuan.node.trouble import Trouble
from anhuan.node.unix_user import UnixUser

LONGEST_PATH = 107  # bytes, sun_path of Linux
LONGEST_NAME = ".s.PGSQL.65535.lock"


def socket_folder(run: Path) -> Path:
    """`run/pg`, or a folder in /tmp named after it when its path would be too long."""
    wanted = run / "pg"
    if len(bytes(wanted / LONGEST_NAME)) <= LONGEST_PATH:
        return wanted
    digest = hashlib.sha256(bytes(wanted)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"anhuan-{digest}"


def make_private(folder: Path, owner: UnixUser | None) -> None:
    """Make the folder 0700 and its owner's. Raises `Trouble` when a stranger was there first."""
    folder.mkdir(mode=PRIVATE, exist_ok=True)
    ours = {os.geteuid()} | ({owner.uid} if owner else set())
    if folder.is_symlink() or folder.stat().st_uid not in ours:
        raise Trouble(f"{folder} 属于其他用户,请删除它", f"{folder} belongs to somebody else")
    folder.chmod(PRIVATE)
    if owner:
        owner.own(folder)
