"""The receiver's TCP side: JSON frames ended by @@, each answered under its dataId."""

import json
import socketserver
from typing import Any

from anhuan.devices.receiving.store import Store

END = b"@@"


class FrameReceiver(socketserver.ThreadingTCPServer):
    """Listens on 127.0.0.1."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, store: Store, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.store = store


class _Handler(socketserver.BaseRequestHandler):
    """One connection."""

    server: FrameReceiver

    def handle(self) -> None:
        """Frames until the other side goes."""
        rest = b""
        while got := self.request.recv(65536):
            *whole, rest = (rest + got).split(END)
            for frame in whole:
                self.request.sendall(self._answered(frame))

    def _answered(self, frame: bytes) -> bytes:
        try:
            found: Any = json.loads(frame)
            key = str(found["dataId"])
        except (ValueError, KeyError, TypeError):
            return json.dumps({"code": "400", "msg": "报文无法识别"}).encode() + END
        answer = self.server.store.take(key, str(found.get("serviceId")), found)
        return json.dumps({**answer, "dataId": key}, ensure_ascii=False).encode() + END
