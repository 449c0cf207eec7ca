"""The FTP door: our own server, on which a stored question becomes an answer to fetch.

Each token has a folder of its own; nothing else of this machine can be reached. Answers are
fetched once. Plain FTP shows its password to the network: between machines use a tunnel, or
another transport.
"""

import shutil
import tempfile
import threading
from pathlib import Path
from typing import Any

from pyftpdlib.authorizers import AuthenticationFailed, DummyAuthorizer
from pyftpdlib.handlers import FTPHandler
from pyftpdlib.servers import ThreadedFTPServer

from anhuan.exchange.adapters.doors.asked import answered
from anhuan.exchange.adapters.doors.guard import Guard
from anhuan.exchange.adapters.doors.tcp import MOST_CONNECTIONS, Answer
from anhuan.exchange.core.frames import LARGEST, BadFrame, decode
from anhuan.kernel.digest import sm3_hex

RIGHTS = "elrawm"  # enter, list, fetch, store and go on storing
MOST_FILES = 64  # of one token; the oldest go first


class TokenAuthorizer(DummyAuthorizer):  # type: ignore[misc]
    """A password is a token; who has it gets the token's own folder."""

    def __init__(self, guard: Guard, root: Path) -> None:
        super().__init__()
        self._guard, self._root = guard, root

    def validate_authentication(self, username: str, password: str, handler: Any) -> None:
        """Raises for a token that is nobody's."""
        known = self._guard.find(password)
        if known is None:
            raise AuthenticationFailed("令牌无效，请重新登记该节点")
        home = self._root / sm3_hex(password.encode())[:24]
        home.mkdir(exist_ok=True)
        handler.token, handler.username = password, home.name
        if not self.has_user(home.name):
            self.add_user(home.name, "", str(home), perm=RIGHTS)


class Handler(FTPHandler):  # type: ignore[misc]
    """Answers when a question has been stored whole."""

    answer: Answer
    guard: Guard
    token = ""
    banner = "exchange"
    permit_foreign_addresses = False

    def on_file_received(self, file: str) -> None:
        """A file was stored; one that is not whole is left to be gone on with."""
        path = Path(file)
        if path.suffix != ".ask" or path.stat().st_size > LARGEST:
            path.unlink(missing_ok=True)
            return
        content = path.read_bytes()
        if sm3_hex(content) == path.stem:
            path.unlink()
            self._reply(path, content)
        _tidy(path.parent)

    def _reply(self, path: Path, content: bytes) -> None:
        try:
            said = answered(self.token, decode(content), type(self).answer, type(self).guard)
        except BadFrame:
            return
        draft = path.with_suffix(".new")
        draft.write_bytes(said.encode())
        draft.replace(path.with_suffix(".answer"))

    def on_file_sent(self, file: str) -> None:
        """An answer was fetched: nobody needs it twice."""
        Path(file).unlink(missing_ok=True)


def _tidy(home: Path) -> None:
    files = sorted(home.iterdir(), key=lambda one: one.stat().st_mtime)
    for old in files[:-MOST_FILES]:
        old.unlink(missing_ok=True)


class FtpDoor:
    """Listens in threads of its own."""

    def __init__(self, host: str, port: int, answer: Answer, guard: Guard) -> None:
        self._root = Path(tempfile.mkdtemp(prefix="anhuan-ftp-"))
        bound = {
            "answer": staticmethod(answer), "guard": guard,
            "authorizer": TokenAuthorizer(guard, self._root),
        }  # fmt: skip
        self._server = ThreadedFTPServer((host, port), type("Bound", (Handler,), bound))
        self._server.max_cons = MOST_CONNECTIONS
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"handle_exit": False}, name="ftp door",
            daemon=True,
        )  # fmt: skip
        self._thread.start()

    def close(self) -> None:
        """Take nobody in any more."""
        self._server.close_all()
        shutil.rmtree(self._root, ignore_errors=True)
