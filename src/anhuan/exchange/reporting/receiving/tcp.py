"""The door for long TCP connections: frames that end with @@, each answered by its dataId."""

import asyncio
import contextlib
import json
import ssl
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from anhuan.exchange.forms.frames import END, split
from anhuan.exchange.forms.opening import Unreadable, as_json, open_frame
from anhuan.exchange.reporting.receiving.intake import BUSY, LOST, Intake, kept
from anhuan.exchange.reporting.receiving.strangers import Strangers

MOST_CONNECTIONS = 4000
FIRST_BYTES = 1 << 20  # of a connection that has said nothing sensible yet
IDLE_S = 600.0
MOST_BAD = 5  # then it is let go
PIECE = 1 << 16


class TcpDoor:
    """Listens."""

    def __init__(self, intake: Intake, strangers: Strangers, pool: ThreadPoolExecutor) -> None:
        self._intake, self._strangers, self._pool = intake, strangers, pool
        self._server: asyncio.Server | None = None
        self._open = 0

    async def open(self, host: str, port: int, tls: ssl.SSLContext | None = None) -> int:
        """Answers the port."""
        self._server = await asyncio.start_server(self._talk, host, port, ssl=tls, limit=PIECE)
        return int(self._server.sockets[0].getsockname()[1])

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        address = str((writer.get_extra_info("peername") or ("?",))[0])
        self._open += 1
        try:
            if self._open <= MOST_CONNECTIONS:
                await self._serve(reader, writer, address)
        except (OSError, TimeoutError, ssl.SSLError):
            pass  # gone
        except ValueError:
            self._strangers.note(address, "没有 @@ 结尾的超长报文")
        finally:
            self._open -= 1
            writer.close()
            with contextlib.suppress(OSError, ssl.SSLError):
                await writer.wait_closed()

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, address: str
    ) -> None:
        rest, bad, is_known = b"", 0, False
        loop = asyncio.get_running_loop()
        while bad < MOST_BAD:
            got = await asyncio.wait_for(reader.read(PIECE), IDLE_S)
            if not got:
                return
            whole, rest = split(rest + got)
            if not is_known and len(rest) > FIRST_BYTES:
                raise ValueError
            for frame in whole:
                answer = await loop.run_in_executor(self._pool, self._done, frame, address)
                is_fine = answer.get("code") == "0"
                is_known, bad = is_known or is_fine, 0 if is_fine else bad + 1
                writer.write(json.dumps(answer, ensure_ascii=False).encode() + END)
                await writer.drain()

    def _done(self, frame: bytes, address: str) -> dict[str, Any]:
        said: dict[str, Any] = {}
        try:
            found = as_json(frame)
            if not isinstance(found, dict):
                raise Unreadable("报文应为 JSON 对象")
            said = {"dataId": str(found.get("dataId") or "")[:64]}
            return said | kept(lambda: self._kept(found))
        except Unreadable as error:
            self._strangers.note(address, str(error))
            return said | {"code": "422", "msg": str(error)}
        except LOST:
            return said | BUSY

    def _kept(self, found: Mapping[str, Any]) -> dict[str, Any]:
        enterprise = self._intake.by_code(str(found.get("appId") or "")[:36])
        if enterprise is None:
            raise Unreadable("appId 没有登记，请填写企业编码")
        opened = open_frame(found, self._intake.secret_of(enterprise))
        return self._intake.take(enterprise, opened)
