"""Was this database prepared by this very release? Then a start may skip migrations and seeding.

Each step starts Django, which takes seconds; a plant that comes back after a power cut should not
wait for a check whose answer is known.
"""

import hashlib
import json
import os
import sysconfig
from collections.abc import Mapping
from pathlib import Path

import psycopg

import anhuan
from anhuan.node.data_folder import SECRET

FILE_NAME = "prepared.json"
IDENTITY = "select system_identifier::text from pg_control_system()"
NUMBER = "select oid::text from pg_database where datname = current_database()"


def printed_before(run: Path, stamp: str) -> dict[str, str] | None:
    """What the steps printed when they ran for this stamp; None when they must run."""
    try:
        known = json.loads((run / FILE_NAME).read_text(encoding="utf-8"))
        printed: dict[str, str] = known["printed"]
    except (OSError, ValueError, KeyError):
        return None
    return printed if known.get("stamp") == stamp else None


def remember(run: Path, stamp: str, printed: Mapping[str, str]) -> None:
    """The steps ran for this stamp. Demo passwords may be in what they printed, so 0600."""
    descriptor = os.open(run / FILE_NAME, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, SECRET)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump({"stamp": stamp, "printed": dict(printed)}, file, ensure_ascii=False)


def stamp_of(database_url: str, steps: Mapping[str, tuple[str, ...]]) -> str:
    """One word for this database, these steps, this code and these installed packages.

    A restored database is another one, for it has a number of its own.
    """
    parts = [*_database(database_url), repr(sorted(steps.items())), *_code(), *_packages()]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _database(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        found = [connection.execute(query).fetchone() for query in (IDENTITY, NUMBER)]
    return [str(row[0]) for row in found if row]


def _code() -> list[str]:
    root = Path(anhuan.__file__).parent
    files = sorted(root.glob("domains/*/migrations/*.py"))
    digests = [hashlib.sha256(file.read_bytes()).hexdigest() for file in files]
    return [
        f"{file.relative_to(root)} {digest}" for file, digest in zip(files, digests, strict=True)
    ]


def _packages() -> list[str]:
    """Names and versions, from the folders pip leaves: other apps have migrations too."""
    installed = Path(sysconfig.get_path("purelib"))
    return sorted(path.name for path in installed.glob("*.dist-info"))
