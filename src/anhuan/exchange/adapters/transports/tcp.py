"""Frames over TCP and TCPS (TLS): the token first, then question and answer in turn."""

import socket
import ssl
from urllib.parse import urlsplit

from anhuan.exchange.adapters.contract import LinkDown
from anhuan.exchange.adapters.transports.http import PATIENCE_S, context_of
from anhuan.exchange.core.definition import Endpoint
from anhuan.exchange.core.frames import BadFrame, Frame, FrameReader, Kind

CONNECT_S = 10.0
PIECE = 1 << 18


class TcpTransport:
    """One connection; belongs to one thread."""

    def __init__(self, endpoint: Endpoint, token: str) -> None:
        self._endpoint, self._token = endpoint, token
        self._socket: socket.socket | None = None

    def ask(self, frame: Frame) -> Frame:
        """Send a frame, wait for one. Raises `LinkDown`."""
        try:
            if self._socket is None:
                self._socket = self._connect()
                self._greet()
            return self._exchange(frame)
        except (OSError, BadFrame) as error:
            self.close()
            raise LinkDown(str(error) or type(error).__name__) from error

    def _connect(self) -> socket.socket:
        parts = urlsplit(self._endpoint.url)
        plain = socket.create_connection((parts.hostname, parts.port), CONNECT_S)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        plain.settimeout(PATIENCE_S)
        if self._endpoint.kind != "tcps":
            return plain
        name = self._endpoint.options.get("server_name") or parts.hostname
        try:
            return context_of(self._endpoint).wrap_socket(plain, server_hostname=name)
        except (OSError, ssl.SSLError):
            plain.close()
            raise

    def _greet(self) -> None:
        answer = self._exchange(Frame(Kind.TOKEN, self._token.encode()))
        if answer.kind is not Kind.ACK:
            raise OSError("the token was not accepted")

    def _exchange(self, frame: Frame) -> Frame:
        assert self._socket
        self._socket.sendall(frame.encode())
        reader = FrameReader()
        while data := self._socket.recv(PIECE):
            for answer in reader.feed(data):
                return answer
        raise OSError("the other side hung up")

    def close(self) -> None:
        """Hang up; the next question connects anew."""
        if self._socket is not None:
            self._socket.close()
        self._socket = None
