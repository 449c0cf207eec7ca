"""The door for long TCP connections: frames that end with @@, each answered by its dataId."""

import asyncio
import contextlib
import json
import logging
import ssl
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from anhuan.domains.province.models import Enterprise
from anhuan.exchange.forms.frames import END, split
from anhuan.exchange.forms.opening import Opened, Unreadable, as_json, open_frame
from anhuan.exchange.reporting.receiving.intake import BUSY, LOST, SMALL, Intake, kept
from anhuan.exchange.reporting.receiving.keeping import Answer
from anhuan.exchange.reporting.receiving.strangers import Strangers

T = TypeVar("T")
log = logging.getLogger("receiver")
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
        while bad < MOST_BAD:
            got = await asyncio.wait_for(reader.read(PIECE), IDLE_S)
            if not got:
                return
            whole, rest = split(rest + got)
            if not is_known and len(rest) > FIRST_BYTES:
                raise ValueError
            for going in [await self._begun(frame, address) for frame in whole]:
                answer = await going
                is_fine = answer.get("code") == "0"
                is_known, bad = is_known or is_fine, 0 if is_fine else bad + 1
                writer.write(json.dumps(answer, ensure_ascii=False).encode() + END)
                await writer.drain()

    async def _begun(self, frame: bytes, address: str) -> Awaitable[Answer]:
        """Put in line, in the order they came; its answer, to be waited for."""
        said: Answer = {}
        try:
            found = as_json(frame)
            if not isinstance(found, dict):
                raise Unreadable("报文应为 JSON 对象")
            said = {"dataId": str(found.get("dataId") or "")[:64]}
            going = self._intake.take(*await self._opened(found))
        except (Unreadable, *LOST) as error:
            return self._answered(said, address, _failed(error))
        return self._answered(said, address, asyncio.wrap_future(going))

    async def _opened(self, found: Mapping[str, Any]) -> tuple[Enterprise, Opened]:
        code = str(found.get("appId") or "")[:36]
        enterprise = self._intake.remembered_code(code) or await self._aside(self._who, code)
        if enterprise is None:
            raise Unreadable("appId 没有登记，请填写企业编码")
        secret = self._intake.secret_of(enterprise)
        if len(str(found.get("data"))) < SMALL:
            return enterprise, open_frame(found, secret)
        return enterprise, await self._aside(open_frame, found, secret)

    def _who(self, code: str) -> Enterprise | None:
        return kept(lambda: self._intake.by_code(code))

    async def _aside(self, work: Callable[..., T], *given: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._pool, work, *given)

    async def _answered(
        self, said: Answer, address: str, going: "asyncio.Future[Answer]"
    ) -> Answer:  # fmt: skip
        try:
            return said | await going
        except Unreadable as error:
            self._strangers.note(address, str(error))
            return said | {"code": "422", "msg": str(error)}
        except LOST:
            return said | BUSY
        except Exception:
            log.exception("not kept: a frame of %s", address)
            return said | BUSY


def _failed(error: Exception) -> "asyncio.Future[Answer]":
    going: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
    going.set_exception(error)
    return going
