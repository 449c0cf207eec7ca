"""Frames over HTTP and HTTPS: one POST each, the connection kept open."""

import http.client
import ssl
from pathlib import Path
from urllib.parse import urlsplit

from anhuan.exchange.adapters.contract import LinkDown
from anhuan.exchange.core.definition import Endpoint
from anhuan.exchange.core.frames import BadFrame, Frame, decode

PATIENCE_S = 60.0


def context_of(endpoint: Endpoint) -> ssl.SSLContext:
    """TLS 1.2 or later; the plant's own authority where `ca` names its file."""
    ca = endpoint.options.get("ca")
    context = ssl.create_default_context(cafile=str(Path(ca)) if ca else None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def connect(endpoint: Endpoint) -> http.client.HTTPConnection:
    """A connection that opens with its first request."""
    parts = urlsplit(endpoint.url)
    host, port = parts.hostname or "", parts.port
    if parts.scheme != "https":
        return http.client.HTTPConnection(host, port, timeout=PATIENCE_S)
    context = context_of(endpoint)
    return http.client.HTTPSConnection(host, port, timeout=PATIENCE_S, context=context)


class HttpTransport:
    """One connection; belongs to one thread."""

    def __init__(self, endpoint: Endpoint, token: str, path: str = "/exchange") -> None:
        self._path = urlsplit(endpoint.url).path.rstrip("/") or path
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._connection = connect(endpoint)

    def ask(self, frame: Frame) -> Frame:
        """Post a frame, read one. Raises `LinkDown`."""
        try:
            self._connection.request("POST", self._path, frame.encode(), self._headers)
            answer = self._connection.getresponse()
            body = answer.read()
            if answer.status != http.HTTPStatus.OK:
                raise LinkDown(f"HTTP {answer.status}")
            return decode(body)
        except (OSError, http.client.HTTPException, BadFrame) as error:
            self.close()
            raise LinkDown(str(error) or type(error).__name__) from error

    def close(self) -> None:
        """Hang up; the next question connects anew."""
        self._connection.close()
