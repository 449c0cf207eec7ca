"""The receiver's HTTP side. `/_mode/NAME` makes it misbehave, for tests: ok, refuse, broken, mute
(it takes the message and says nothing)."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from anhuan.devices.receiving.store import Store

MODES = ("ok", "refuse", "broken", "mute")


class Receiver(ThreadingHTTPServer):
    """Listens on 127.0.0.1."""

    daemon_threads = True

    def __init__(self, store: Store, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.store, self.mode = store, "ok"


class _Handler(BaseHTTPRequestHandler):
    """One request."""

    server: Receiver
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """A message."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        word = self.path.removeprefix("/_mode/")
        if word in MODES and self.path.startswith("/_mode/"):
            self.server.mode = word
            return self._say(200, {"code": "0"})
        return self._take(body)

    def _take(self, body: bytes) -> None:
        mode, key = self.server.mode, self.headers.get("Idempotency-Key", "")
        if mode == "refuse":
            return self._say(200, {"code": "1", "msg": "企业编码未登记"})
        if mode == "broken":
            return self._say(500, {"msg": "内部错误"})
        answer = self.server.store.take(key, self.path, _read(body))
        if mode == "mute":
            self.close_connection = True
            return None
        return self._say(200, answer)

    def _say(self, status: int, answer: dict[str, Any]) -> None:
        data = json.dumps(answer, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


def _read(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return body.decode("utf-8", "replace")
