"""What an effect is: a request, a file, an upload. Twice under one name is once."""

import ftplib
import http.client
import io
import os
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

import orjson

from anhuan.exchange.adapters.contract import StoreDown
from anhuan.exchange.core.envelope import Envelope

PATIENCE_S = 30
TRY_AGAIN = (408, 409, 425, 429)  # 409: the same request is still being worked on
Reason = tuple[str, str]


class Target(Protocol):
    """Somewhere outside."""

    def do(self, key: str, message: Envelope) -> Reason | None:
        """Let it happen; why not, if never. Raises `StoreDown` for what may work later."""

    def close(self) -> None:
        """Let go."""


def told(message: Envelope) -> bytes:
    """What is handed over: operation, table, key and row as JSON."""
    row = orjson.loads(message.body) if message.body else {}
    return orjson.dumps(
        {"operation": message.op.value, "table": message.table, "number": message.seq, "row": row}
    )


class HttpTarget:
    """A POST for each message, with an `Idempotency-Key` that stays the same."""

    def __init__(self, url: str, token: str, ca: str = "") -> None:
        parts = urlsplit(url)
        self._path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._token = token
        host, port = parts.hostname or "", parts.port
        self._connection = (
            http.client.HTTPConnection(host, port, timeout=PATIENCE_S)
            if parts.scheme == "http"
            else http.client.HTTPSConnection(
                host,
                port,
                timeout=PATIENCE_S,
                context=ssl.create_default_context(cafile=ca or None),
            )
        )

    def do(self, key: str, message: Envelope) -> Reason | None:
        """Let it happen."""
        headers = {"Content-Type": "application/json", "Idempotency-Key": key}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        try:
            self._connection.request("POST", self._path, told(message), headers)
            answer = self._connection.getresponse()
            text = answer.read(1 << 16).decode(errors="replace").strip()
        except (OSError, http.client.HTTPException) as error:
            self._connection.close()
            raise StoreDown(f"接口没有应答：{error}") from error
        if answer.status < 300:
            return None
        if answer.status in TRY_AGAIN or answer.status >= 500:
            raise StoreDown(f"接口暂不可用：HTTP {answer.status}")
        return f"http_{answer.status}", f"接口拒收（HTTP {answer.status}）：{text[:200]}"

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


def file_name(message: Envelope) -> str:
    """In the order of numbers."""
    return f"{message.seq:015}.json"


class FolderTarget:
    """A file for each message: there whole, or not there."""

    def __init__(self, folder: str, token: str, ca: str = "") -> None:
        self._folder = Path(folder)

    def do(self, key: str, message: Envelope) -> Reason | None:
        """Let it happen."""
        path = self._folder / file_name(message)
        draft = path.with_name(f".{path.name}.part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with draft.open("wb") as file:
                file.write(told(message))
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
            _settle(self._folder)
        except OSError as error:
            raise StoreDown(f"不能写入文件夹：{error.strerror}") from error
        return None

    def close(self) -> None:
        """Nothing is open."""


def _settle(folder: Path) -> None:
    """A new name is on disk when its folder is."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


class FtpTarget:
    """A file for each message at `ftp://user@host:port/folder`; the token is the password, which
    plain FTP shows to the network: between machines use a tunnel, or another end."""

    def __init__(self, url: str, token: str, ca: str = "") -> None:
        self._parts, self._password = urlsplit(url), token
        self._ftp: ftplib.FTP | None = None

    def do(self, key: str, message: Envelope) -> Reason | None:
        """Let it happen."""
        name = file_name(message)
        try:
            ftp = self._open()
            ftp.storbinary(f"STOR .{name}.part", io.BytesIO(told(message)))
            ftp.rename(f".{name}.part", name)
        except (*ftplib.all_errors,) as error:
            self.close()
            raise StoreDown(f"FTP 服务器暂不可用：{error}") from error
        return None

    def _open(self) -> ftplib.FTP:
        if self._ftp is None:
            parts = self._parts
            ftp = self._ftp = ftplib.FTP(timeout=PATIENCE_S)
            ftp.connect(parts.hostname or "", parts.port or 21)
            ftp.login(unquote(parts.username or "anonymous"), self._password)
            if parts.path.strip("/"):
                ftp.cwd(unquote(parts.path).lstrip("/"))
        return self._ftp

    def close(self) -> None:
        """Hang up; the next effect connects anew."""
        if self._ftp is not None:
            self._ftp.close()
        self._ftp = None


TARGETS: dict[str, Callable[[str, str, str], Target]] = {
    "http": HttpTarget,
    "files": FolderTarget,
    "ftp": FtpTarget,
}
