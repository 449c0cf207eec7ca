"""Let one unix user pass through folders that are closed to others, and nothing more.

A clone in /root (0700) is the usual case: PostgreSQL's user must reach its binaries and its data
below it. Opening the folder to the world would be wrong, so that one user gets an `x` entry in the
folder's access list (POSIX ACL): it may pass through, not list or read.
"""

import os
import stat
import struct
from collections.abc import Iterator
from pathlib import Path

from anhuan.node.trouble import Trouble
from anhuan.node.unix_user import UnixUser

ACL_NAME = "system.posix_acl_access"
ACL_VERSION = 2
ENTRY = struct.Struct("<HHI")
NOBODY_IN_PARTICULAR = 0xFFFFFFFF
OWNER, NAMED_USER, GROUP, NAMED_GROUP, MASK, OTHERS = 0x01, 0x02, 0x04, 0x08, 0x10, 0x20
EXECUTE = 1

Entry = tuple[int, int, int]  # tag, rights, whose


def open_passage(user: UnixUser, target: Path) -> list[Path]:
    """Let the user reach `target`; answers which folders had to be opened for it.

    Raises `Trouble` where the file system keeps no access lists.
    """
    opened = []
    for folder in closed_parents(user, target):
        try:
            _grant(folder, user)
        except OSError as error:
            raise Trouble(
                f"用户 {user.name} 无法进入 {folder},请用 DATA=/srv/anhuan 另选数据目录",
                f"user {user.name} cannot pass {folder}; choose DATA=/srv/anhuan or the like",
            ) from error
        opened.append(folder)
    return opened


def closed_parents(user: UnixUser, target: Path) -> Iterator[Path]:
    """The folders above `target` which this user may not pass, from the top."""
    for folder in reversed(target.resolve().parents):
        if not may_pass(folder.stat(), user) and not _is_granted(folder, user):
            yield folder


def may_pass(found: os.stat_result, user: UnixUser) -> bool:
    """Do the plain mode bits let this user through?"""
    if found.st_uid == user.uid:
        return bool(found.st_mode & stat.S_IXUSR)
    if found.st_gid == user.gid:
        return bool(found.st_mode & stat.S_IXGRP)
    return bool(found.st_mode & stat.S_IXOTH)


def _is_granted(folder: Path, user: UnixUser) -> bool:
    entries = _read(folder)
    mask = next((rights for tag, rights, _ in entries if tag == MASK), 7)
    return any(
        tag == NAMED_USER and who == user.uid and rights & mask & EXECUTE
        for tag, rights, who in entries
    )


def _grant(folder: Path, user: UnixUser) -> None:
    kept = [e for e in _read(folder) if not (e[0] == NAMED_USER and e[2] == user.uid)]
    rights = {tag: rights for tag, rights, _ in kept if tag in (GROUP, MASK)}
    mask = rights.get(MASK, rights[GROUP]) | EXECUTE
    entries = [e for e in kept if e[0] != MASK]
    entries += [(NAMED_USER, EXECUTE, user.uid), (MASK, mask, NOBODY_IN_PARTICULAR)]
    packed = b"".join(ENTRY.pack(*entry) for entry in sorted(entries, key=lambda e: (e[0], e[2])))
    os.setxattr(folder, ACL_NAME, struct.pack("<I", ACL_VERSION) + packed)


def _read(folder: Path) -> list[Entry]:
    """The folder's access list; its mode bits as one when it has none."""
    try:
        raw = os.getxattr(folder, ACL_NAME)
    except OSError:
        mode = folder.stat().st_mode
        return [
            (tag, (mode >> shift) & 7, NOBODY_IN_PARTICULAR)
            for tag, shift in ((OWNER, 6), (GROUP, 3), (OTHERS, 0))
        ]
    return [ENTRY.unpack_from(raw, at) for at in range(4, len(raw), ENTRY.size)]
