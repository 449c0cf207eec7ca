"""Frames as files over FTP: a question is stored, its answer fetched; resumed where a link broke.

`url: ftp://host:2121`; the token is the password. A file is named by the SM3 of its content, so a
question that is asked again goes on where the upload broke off, and is not stored twice.
"""

import ftplib
import io
from typing import Any
from urllib.parse import urlsplit

from anhuan.exchange.adapters.contract import LinkDown
from anhuan.exchange.adapters.transports.http import PATIENCE_S
from anhuan.exchange.core.definition import Endpoint
from anhuan.exchange.core.frames import BadFrame, Frame, decode
from anhuan.kernel.digest import sm3_hex

USER = "exchange"


class FtpTransport:
    """One control connection; belongs to one thread."""

    def __init__(self, endpoint: Endpoint, token: str) -> None:
        self._endpoint, self._token = endpoint, token
        self._ftp: ftplib.FTP | None = None

    def ask(self, frame: Frame) -> Frame:
        """Store a question, fetch the answer. Raises `LinkDown`."""
        content = frame.encode()
        name = sm3_hex(content)
        try:
            ftp = self._ftp or self._connect()
            self._store(ftp, f"{name}.ask", content)
            return decode(_fetched(ftp, f"{name}.answer"))
        except (OSError, EOFError, ftplib.Error, BadFrame) as error:
            self.close()
            raise LinkDown(str(error) or type(error).__name__) from error

    def _connect(self) -> ftplib.FTP:
        parts = urlsplit(self._endpoint.url)
        ftp = ftplib.FTP(timeout=PATIENCE_S)
        try:
            ftp.connect(parts.hostname or "", parts.port or 21)
            ftp.login(USER, self._token)
            ftp.voidcmd("TYPE I")
        except (OSError, EOFError, ftplib.Error):
            ftp.close()
            raise
        self._ftp = ftp
        return ftp

    def _store(self, ftp: ftplib.FTP, name: str, content: bytes) -> None:
        done = _size(ftp, name)
        if done > len(content):
            done = 0
        ftp.storbinary(f"STOR {name}", io.BytesIO(content[done:]), rest=done or None)

    def close(self) -> None:
        """Hang up; the next question connects anew."""
        if self._ftp is not None:
            self._ftp.close()
        self._ftp = None


def _size(ftp: ftplib.FTP, name: str) -> int:
    """How much of it is there already."""
    try:
        return ftp.size(name) or 0
    except ftplib.error_perm:
        return 0


def _fetched(ftp: ftplib.FTP, name: str) -> bytes:
    found: list[Any] = []
    ftp.retrbinary(f"RETR {name}", found.append)
    return b"".join(found)
