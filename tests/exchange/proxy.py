"""A link that can be cut, black-holed, or damage what it carries."""

import contextlib
import socket
import threading
from collections.abc import Callable
from typing import Self

Damage = Callable[[bytes], bytes | None]  # None: the connection is cut here


def clean(data: bytes) -> bytes | None:
    return data


class Proxy:
    """Between a sender and a port; `there` and `back` see every piece of bytes."""

    def __init__(self, target: int) -> None:
        self._target = target
        self.there: Damage = clean
        self.back: Damage = clean
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._sockets: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.close()
        self.cut()

    def cut(self) -> None:
        """Every connection, now, with a reset."""
        for one in self._sockets:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self._sockets.clear()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(("127.0.0.1", self._target))
            except OSError:
                near.close()
                continue
            self._sockets += [near, far]
            for a, b, name in ((near, far, "there"), (far, near, "back")):
                threading.Thread(target=self._pump, args=(a, b, name), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, name: str) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                changed = getattr(self, name)(data)
                if changed is None:
                    break
                sink.sendall(changed)
        for one in (source, sink):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
