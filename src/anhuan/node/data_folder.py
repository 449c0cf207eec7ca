"""Where everything that must survive is kept: database, streams, files, secrets, logs."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from anhuan.node.trouble import Trouble

PRIVATE = 0o700
SECRET = 0o600


@dataclass(frozen=True, slots=True)
class DataFolder:
    """`ANHUAN_DATA`: the folder of one installation and the names inside it."""

    root: Path

    @classmethod
    def from_environment(cls) -> "DataFolder":
        """The folder named by `ANHUAN_DATA`, `./var` by default."""
        return cls(Path(os.environ.get("ANHUAN_DATA") or "var").resolve())

    @property
    def secrets(self) -> Path:
        return self.root / "secrets"

    @property
    def run(self) -> Path:
        return self.root / "run"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def postgres(self) -> Path:
        return self.root / "postgres"

    @property
    def nats(self) -> Path:
        return self.root / "nats"

    @property
    def files(self) -> Path:
        return self.root / "files"

    def prepare(self) -> None:
        """Make the folders and mend their modes. Raises `Trouble` when the place is not ours."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            for folder in (self.secrets, self.run, self.logs, self.files):
                folder.mkdir(exist_ok=True)
            for folder in (self.secrets, self.logs, self.files):
                folder.chmod(PRIVATE)
        except OSError as error:
            raise Trouble(
                f"数据目录 {self.root} 不可写 ({error.strerror}),请用 DATA=目录 另选一处",
                f"data folder {self.root} cannot be written; choose another with DATA=folder",
            ) from error

    def secret(self, name: str) -> str:
        """The stored password of that name, made on first use and readable by us only."""
        path = self.secrets / name
        if not path.exists():
            self._write_secret(path, secrets.token_urlsafe(24))
        path.chmod(SECRET)
        return path.read_text(encoding="utf-8").strip()

    def _write_secret(self, path: Path, value: str) -> None:
        """Write whole or not at all: a half-written password would lock us out for good."""
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, SECRET)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(value + "\n")
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
