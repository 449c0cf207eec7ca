"""The unix user of the embedded PostgreSQL, which refuses to run as root."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from anhuan.node.trouble import Trouble

OWN_NAME = "anhuan-pg"
# Where no user can be added (read-only /etc), the one Debian's package makes will do.
ACCEPTED_NAMES = (OWN_NAME, "postgres")


@dataclass(frozen=True, slots=True)
class UnixUser:
    """Somebody a child process runs as."""

    name: str
    uid: int
    gid: int

    def own(self, *paths: Path) -> None:
        """Give these paths, not what is below them, to this user."""
        for path in paths:
            os.chown(path, self.uid, self.gid)


def server_user() -> UnixUser | None:
    """Who PostgreSQL runs as: its own user when we are root, else None, which means ourselves."""
    if os.geteuid() != 0:
        return None
    if found := _find(OWN_NAME):
        return found
    _add(OWN_NAME)
    for name in ACCEPTED_NAMES:
        if found := _find(name):
            return found
    raise Trouble(
        f"无法创建系统用户 {OWN_NAME},请以普通用户运行",
        f"cannot create the system user {OWN_NAME}; run Anhuan as an ordinary user instead",
    )


def _find(name: str) -> UnixUser | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return UnixUser(name, entry.pw_uid, entry.pw_gid)


def _add(name: str) -> None:
    """Try to add a system user without home or shell; the caller looks whether it worked."""
    nobody = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    if useradd := shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin"):
        command = [useradd, *nobody, "--shell", "/usr/sbin/nologin", name]
        subprocess.run(command, check=False, capture_output=True)
